package dev.backstay.plan;

import dev.backstay.manifest.Manifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The kinds that a commit brings itself, read from its CustomResourceDefinitions. */
public final class CustomKinds {
  private static final JsonMapper JSON = JsonMapper.shared();

  private CustomKinds() {}

  public static boolean isDefinition(Manifest manifest) {
    return manifest.key().kind().equals("CustomResourceDefinition")
        && manifest.key().group().equals("apiextensions.k8s.io");
  }

  /** Every served version of every definition among the manifests. */
  public static List<ServedKind> in(Collection<Manifest> manifests) {
    List<ServedKind> kinds = new ArrayList<>();
    for (Manifest manifest : manifests) {
      if (isDefinition(manifest)) {
        kinds.addAll(of(manifest));
      }
    }
    return kinds;
  }

  /** The served versions of one definition; empty if it is not well formed. */
  public static List<ServedKind> of(Manifest definition) {
    JsonNode spec = JSON.readTree(definition.json()).path("spec");
    String group = spec.path("group").asString("");
    String kind = spec.path("names").path("kind").asString("");
    String plural = spec.path("names").path("plural").asString("");
    boolean namespaced = spec.path("scope").asString("").equals("Namespaced");
    List<ServedKind> kinds = new ArrayList<>();
    for (JsonNode version : spec.path("versions")) {
      String name = version.path("name").asString("");
      if (version.path("served").asBoolean(false)
          && NameRules.isSubdomain(group)
          && NameRules.isLabel(plural)
          && NameRules.isLabel(name)
          && DefinitionRules.isKind(kind)) {
        kinds.add(new ServedKind(group, name, kind, plural, namespaced));
      }
    }
    return kinds;
  }
}
