package dev.backstay.mutants;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs test methods, named {@code class#method}, and says by its last line how they ended. */
final class TestRun {
  static final String PASSED = "verdict: passed";
  static final String FAILED = "verdict: failed by an assertion";
  static final String BROKEN = "verdict: failed for another reason";

  private TestRun() {}

  public static void main(String[] tests) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Stream.of(tests).map(TestRun::methods).flatMap(List::stream).toList())
            .build(),
        listener);
    TestExecutionSummary summary = listener.getSummary();
    summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), 3);
    System.out.println(verdict(summary, tests.length));
    System.exit(0);
  }

  /** By name alone: their parameters are the extension's business. */
  private static List<? extends org.junit.platform.engine.DiscoverySelector> methods(String test) {
    String type = test.substring(0, test.indexOf('#'));
    String name = test.substring(test.indexOf('#') + 1);
    try {
      return Stream.of(Class.forName(type).getDeclaredMethods())
          .filter(method -> method.getName().equals(name))
          .map(method -> DiscoverySelectors.selectMethod(method.getDeclaringClass(), method))
          .toList();
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(test, e);
    }
  }

  private static String verdict(TestExecutionSummary summary, int expected) {
    if (summary.getTestsFoundCount() < expected || summary.getTestsSkippedCount() > 0) {
      return BROKEN + ": not all tests were run";
    }
    if (summary.getFailures().isEmpty()) {
      return summary.getTestsAbortedCount() > 0 ? BROKEN + ": aborted" : PASSED;
    }
    boolean asserted =
        summary.getFailures().stream()
            .map(TestExecutionSummary.Failure::getException)
            .allMatch(e -> e instanceof AssertionError || e instanceof ConditionTimeoutException);
    return asserted ? FAILED : BROKEN;
  }
}
