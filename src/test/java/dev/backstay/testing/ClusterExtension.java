package dev.backstay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the one cluster of this run to every test that asks for a {@link TestCluster}, and judges
 * at the end of each test whether its agents kept their promises.
 */
public final class ClusterExtension implements ParameterResolver, AfterEachCallback {
  private static final ExtensionContext.Namespace SCOPE =
      ExtensionContext.Namespace.create(ClusterExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SCOPE)
        .computeIfAbsent(TestCluster.class, _ -> start(), TestCluster.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    TestCluster cluster =
        context.getRoot().getStore(SCOPE).get(TestCluster.class, TestCluster.class);
    Optional.ofNullable(cluster)
        .flatMap(TestCluster::histories)
        .ifPresent(
            histories ->
                histories.judge(
                    context.getRequiredTestClass().getSimpleName()
                        + "."
                        + context.getRequiredTestMethod().getName()));
  }

  private static TestCluster start() {
    try {
      return TestCluster.start(Files.createTempDirectory("backstay-it"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
