package dev.backstay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one cluster of this run to every test that asks for a {@link TestCluster}. */
public final class ClusterExtension implements ParameterResolver {
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

  private static TestCluster start() {
    try {
      return TestCluster.start(Files.createTempDirectory("backstay-it"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
