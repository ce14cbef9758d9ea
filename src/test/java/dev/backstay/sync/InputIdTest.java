package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.config.DriftConfig;
import dev.backstay.config.DriftPolicy;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.config.KindPattern;
import dev.backstay.config.PruneConfig;
import dev.backstay.config.ServiceAccount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class InputIdTest {
  private static final PruneConfig PRUNE = new PruneConfig(true, 50);
  private static final List<KindPattern> KINDS = List.of(new KindPattern("Namespace", "*"));

  private static EnvironmentConfig config(
      String path,
      String namespace,
      List<String> namespaces,
      List<KindPattern> kinds,
      PruneConfig prune) {
    return new EnvironmentConfig(
        "production",
        path,
        namespace,
        namespaces,
        kinds,
        List.of(),
        Optional.empty(),
        prune,
        DriftConfig.DEFAULT,
        Duration.ofMinutes(5),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static EnvironmentConfig actingAs(ServiceAccount account) {
    return new EnvironmentConfig(
        "production",
        "production",
        "outsrc",
        List.of("annex"),
        KINDS,
        List.of(),
        Optional.empty(),
        PRUNE,
        DriftConfig.DEFAULT,
        Duration.ofMinutes(5),
        false,
        Optional.of(account),
        Optional.empty());
  }

  private static final EnvironmentConfig CONFIG =
      config("production", "outsrc", List.of("annex"), KINDS, PRUNE);

  @Test
  void isTheSameForTheSameFolderAndConfiguration() {
    assertThat(InputId.of("tree", CONFIG))
        .isEqualTo(
            InputId.of("tree", config("production", "outsrc", List.of("annex"), KINDS, PRUNE)))
        .matches("[0-9a-f]{32}");
  }

  @Test
  void differsWithWhateverAPlanDependsOn() {
    assertThat(
            List.of(
                InputId.of("tree", CONFIG),
                InputId.of("other", CONFIG),
                InputId.of("tree", config("prod", "outsrc", List.of("annex"), KINDS, PRUNE)),
                InputId.of("tree", config("production", "home", List.of("annex"), KINDS, PRUNE)),
                InputId.of("tree", config("production", "outsrc", List.of(), KINDS, PRUNE)),
                InputId.of(
                    "tree", config("production", "outsrc", List.of("annex"), List.of(), PRUNE)),
                InputId.of(
                    "tree",
                    config(
                        "production",
                        "outsrc",
                        List.of("annex"),
                        KINDS,
                        new PruneConfig(false, 50))),
                InputId.of(
                    "tree",
                    config(
                        "production",
                        "outsrc",
                        List.of("annex"),
                        KINDS,
                        new PruneConfig(true, 51))),
                InputId.of("tree", actingAs(new ServiceAccount(Optional.empty(), "deployer"))),
                InputId.of("tree", actingAs(new ServiceAccount(Optional.of("teams"), "deployer")))))
        .doesNotHaveDuplicates();
  }

  @Test
  void differsWithWhatIsDenied() {
    EnvironmentConfig denying =
        new EnvironmentConfig(
            CONFIG.name(),
            CONFIG.path(),
            CONFIG.namespace(),
            CONFIG.namespaces(),
            KINDS,
            KINDS,
            CONFIG.kubeconfig(),
            PRUNE,
            CONFIG.drift(),
            CONFIG.healthTimeout(),
            CONFIG.unstick(),
            CONFIG.serviceAccount(),
            Optional.empty());
    assertThat(InputId.of("tree", denying)).isNotEqualTo(InputId.of("tree", CONFIG));
  }

  @Test
  void isTheSameHoweverTheClusterIsReachedAndHoweverLongHealthMayTake() {
    EnvironmentConfig moved =
        new EnvironmentConfig(
            "renamed",
            "production",
            "outsrc",
            List.of("annex"),
            KINDS,
            List.of(),
            Optional.of(Path.of("/etc/kubeconfig")),
            PRUNE,
            new DriftConfig(DriftPolicy.REPORT, List.of()),
            Duration.ofMinutes(1),
            true,
            Optional.empty(),
            Optional.empty());
    assertThat(InputId.of("tree", moved)).isEqualTo(InputId.of("tree", CONFIG));
  }
}
