package dev.backstay.config;

import static dev.backstay.config.Reading.environment;
import static dev.backstay.config.Reading.errors;
import static dev.backstay.config.Reading.withEnvironment;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The account that acts on the objects of an environment. */
final class ServiceAccountTest {

  @Test
  void isTheAgentItselfUnlessOneIsNamed() {
    assertThat(environment().serviceAccount()).isEmpty();
  }

  @Test
  void isInTheAgentsOwnNamespaceUnlessAnotherOneIsNamed() {
    assertThat(environment("serviceAccount: production").serviceAccount())
        .contains(new ServiceAccount(Optional.empty(), "production"));
    assertThat(environment("serviceAccount: teams/a.b").serviceAccount())
        .contains(new ServiceAccount(Optional.of("teams"), "a.b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b-c", "teams/a"})
  void isShownAsItIsWritten(String written) {
    assertThat(environment("serviceAccount: " + written).serviceAccount().map(Object::toString))
        .contains(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"A", "-a", "a_b", "a/b/c", "teams/", "system:serviceaccount:teams:a", "a\\nb"})
  void refusesWhatIsNoName(String written) {
    assertThat(errors(withEnvironment("serviceAccount: \"" + written + "\"")))
        .singleElement()
        .asString()
        .startsWith("backstay.yaml:7: serviceAccount: ");
  }

  @Test
  void isNoneOfKubernetesItself() {
    assertThat(errors(withEnvironment("serviceAccount: kube-system/deployment-controller")))
        .singleElement()
        .asString()
        .contains("kube-system belongs to Kubernetes itself");
  }
}
