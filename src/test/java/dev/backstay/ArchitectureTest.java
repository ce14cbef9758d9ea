package dev.backstay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of rooms in docs/architecture.md. */
final class ArchitectureTest {
  private static final String ROOT = "dev.backstay.";
  private static final Set<String> CORE =
      Set.of("config", "git", "manifest", "plan", "cluster", "health");
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          entry("config", Set.of()),
          entry("manifest", Set.of()),
          entry("git", Set.of("config", "manifest")),
          entry("plan", Set.of("manifest")),
          entry("cluster", Set.of("config", "manifest", "plan")),
          entry("health", Set.of("manifest")),
          entry("audit", Set.of()),
          entry("sync", CORE),
          entry("change", Set.of("config", "git", "manifest")),
          entry("http", union(CORE, Set.of("sync", "change"))),
          entry("metrics", union(CORE, Set.of("sync"))),
          entry("notify", union(CORE, Set.of("sync"))),
          entry(
              "cli", union(CORE, Set.of("audit", "sync", "change", "http", "metrics", "notify"))));
  private static final Set<String> PURE = Set.of("manifest", "plan", "health", "audit");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.backstay");

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }

  private static String room(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  @Test
  void eachRoomImportsOnlyWhatItsRowAllows() {
    Set<String> violations = new TreeSet<>();
    Set<String> rooms = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      rooms.add(room(type));
      Set<String> allowed = MAY_IMPORT.getOrDefault(room(type), Set.of());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass();
        boolean inside = target.getPackageName().startsWith(ROOT);
        if (inside && !room(target).equals(room(type)) && !allowed.contains(room(target))) {
          violations.add(type.getName() + " -> " + target.getName());
        }
      }
    }
    assertThat(violations).isEmpty();
    assertThat(rooms).containsExactlyInAnyOrderElementsOf(MAY_IMPORT.keySet());
  }

  @Test
  void eachLibraryHasItsRoom() {
    only("cluster", "io.fabric8..");
    only("git", "org.eclipse.jgit..", "org.apache.sshd..");
    only("http", "io.javalin..", "org.eclipse.jetty..", "gg.jte..");
    only("metrics", "io.micrometer..", "io.prometheus..");
    only("cli", "picocli..", "ch.qos.logback..");
  }

  private static void only(String room, String... libraries) {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandsExitOrPrint() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void pureRoomsHaveNoThreadsClocksOrSockets() {
    DescribedPredicate<JavaClass> impure =
        DescribedPredicate.describe(
            "threads, clocks, sockets or files",
            type ->
                Set.of(
                            "java.lang.Thread",
                            "java.time.Clock",
                            "java.time.Instant",
                            "java.nio.file.Files")
                        .contains(type.getName())
                    || type.getPackageName().startsWith("java.net")
                    || type.getPackageName().startsWith("java.util.concurrent.locks"));
    for (String room : PURE) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + room + "..")
          .should()
          .dependOnClassesThat(impure)
          .check(CLASSES);
    }
  }

  @Test
  void noStaticFieldChanges() {
    Set<String> changing = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      for (JavaField field : type.getFields()) {
        Set<JavaModifier> modifiers = field.getModifiers();
        if (modifiers.contains(JavaModifier.STATIC) && !modifiers.contains(JavaModifier.FINAL)) {
          changing.add(field.getFullName());
        }
      }
    }
    assertThat(changing).isEmpty();
  }
}
