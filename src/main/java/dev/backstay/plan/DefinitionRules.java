package dev.backstay.plan;

import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Fields.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a CustomResourceDefinition may call its kind. Objects of it are asked for by these words
 * before the API server has seen them: they must not make another URL.
 */
final class DefinitionRules {
  private static final Pattern KIND = Pattern.compile("[A-Za-z][-A-Za-z0-9]{0,62}");

  private DefinitionRules() {}

  static List<Objection> objectionsTo(Manifest manifest, JsonNode definition) {
    Field spec = new Field("spec", definition.path("spec"));
    Field group = spec.child("group");
    Field names = spec.child("names");
    Field plural = names.child("plural");
    List<Objection> objections = new ArrayList<>();
    check(group, isGroup(group.text()), "a domain with a dot, such as example.com", objections);
    check(plural, NameRules.isLabel(plural.text()), "a word such as widgets", objections);
    Field kind = names.child("kind");
    check(kind, isKind(kind.text()), "a word such as Widget", objections);
    for (Field version : Fields.at(definition, "spec.versions[]")) {
      Field name = version.child("name");
      check(name, NameRules.isLabel(name.text()), "a version such as v1", objections);
    }
    String name = plural.text() + "." + group.text();
    boolean isNamedSo = manifest.key().name().equals(name);
    check(new Field("metadata.name", definition), isNamedSo, "<plural>.<group>", objections);
    return objections;
  }

  /** Those without a dot are Kubernetes' own. */
  static boolean isGroup(String group) {
    return NameRules.isSubdomain(group) && group.contains(".");
  }

  static boolean isKind(String kind) {
    return KIND.matcher(kind).matches();
  }

  private static void check(
      Field field, boolean isGood, String expected, List<Objection> objections) {
    if (!isGood) {
      objections.add(
          new Objection(
              ProblemCode.INVALID,
              field.path(),
              "a kind cannot be defined so",
              "it is to be " + expected));
    }
  }
}
