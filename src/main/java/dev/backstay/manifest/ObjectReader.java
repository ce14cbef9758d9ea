package dev.backstay.manifest;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes a manifest of a document, or tells all that keeps it from being a Kubernetes object. The
 * names become parts of a URL later: what could lead it elsewhere is refused here.
 *
 * <p>No message repeats a value of the document, since it may be a Secret.
 */
final class ObjectReader {
  static final String DIRECTIVE_PREFIX = "backstay.dev/";

  private static final Pattern API_VERSION =
      Pattern.compile("([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[a-z][a-z0-9]*");
  private static final Pattern KIND = Pattern.compile("[A-Za-z][-A-Za-z0-9]*");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** What the API server itself keeps out of URLs, and white space. */
  private static final Pattern NAME = Pattern.compile("(?!\\.\\.?$)[^/%\\s\\p{Cntrl}]{1,253}");

  private final Value.Mapping document;
  private final Limits limits;
  private final Findings findings;
  private final Value.Mapping metadata;
  private Optional<ObjectKey> key = Optional.empty();
  private boolean good = true;

  private ObjectReader(Value.Mapping document, Limits limits, Findings findings) {
    this.document = document;
    this.limits = limits;
    this.findings = findings;
    this.metadata =
        document.mapping("metadata").orElse(new Value.Mapping(document.line(), Map.of()));
  }

  static Optional<Manifest> read(Value document, Limits limits, Findings findings) {
    if (document instanceof Value.Mapping mapping) {
      return new ObjectReader(mapping, limits, findings).read();
    }
    findings.add(
        ProblemCode.NOT_AN_OBJECT,
        document.line(),
        "a Kubernetes object is expected here, not a " + document.kindName(),
        "it begins with apiVersion and kind");
    return Optional.empty();
  }

  private Optional<Manifest> read() {
    String apiVersion = required(document, "apiVersion", API_VERSION, "as v1 or apps/v1");
    String kind = required(document, "kind", KIND, "as Deployment or ConfigMap");
    String name = name();
    String namespace = namespace();
    if (good) {
      int slash = apiVersion.indexOf('/');
      key =
          Optional.of(
              new ObjectKey(
                  slash < 0 ? "" : apiVersion.substring(0, slash), kind, namespace, name));
    }
    strings("labels");
    Map<String, String> directives = new LinkedHashMap<>();
    strings("annotations")
        .forEach(
            (annotation, value) -> {
              if (annotation.startsWith(DIRECTIVE_PREFIX)) {
                directives.put(annotation, value);
              }
            });
    Value.Mapping content = isSecret() ? foldSecret() : document;
    return key.filter(k -> good).flatMap(k -> manifest(k, apiVersion, content, directives));
  }

  private Optional<Manifest> manifest(
      ObjectKey objectKey, String apiVersion, Value content, Map<String, String> directives) {
    String json = Json.of(content);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > limits.objectBytes()) {
      refuse(
          ProblemCode.LIMIT_EXCEEDED,
          document.line(),
          "the object has "
              + Limits.inWords(bytes.length)
              + " as JSON, the limit is "
              + Limits.inWords(limits.objectBytes()),
          "etcd takes 1.5 MiB; split it, or keep large data elsewhere");
      return Optional.empty();
    }
    Source source = findings.source(document.line());
    return Optional.of(
        new Manifest(objectKey, apiVersion, json, Sha256.hex(bytes), source, directives));
  }

  private boolean isSecret() {
    return document.text("kind").equals("Secret") && document.text("apiVersion").equals("v1");
  }

  private Value.Mapping foldSecret() {
    return SecretData.fold(
        document,
        fault -> refuse(ProblemCode.INVALID, fault.line(), fault.message(), fault.hint()));
  }

  /** A string of the given form; tells what is wrong and gives an empty one otherwise. */
  private String required(Value.Mapping owner, String path, Pattern form, String example) {
    String field = path.substring(path.lastIndexOf('.') + 1);
    int line = owner.lineOf(field);
    switch (owner.get(field)) {
      case Value.Text(int _, String text) when form.matcher(text).matches() -> {
        return text;
      }
      case Value.Text _ -> refuse(line, path + " is not well formed", example);
      case null -> refuse(line, path + " is missing", slip(owner, field));
      case Value.Null _ -> refuse(line, path + " is empty", example);
      case Value other ->
          refuse(line, path + " is a " + other.kindName() + ", not a string", "put it in quotes");
    }
    return "";
  }

  private String name() {
    Value written = document.get("metadata");
    if (written != null && !(written instanceof Value.Mapping)) {
      refuse(
          document.lineOf("metadata"),
          "metadata is a " + written.kindName() + ", not a mapping",
          "it holds name, labels and annotations");
      return "";
    }
    if (written == null) {
      refuse(document.line(), "metadata.name is missing", slip(document, "metadata"));
      return "";
    }
    if (metadata.get("name") == null && metadata.get("generateName") != null) {
      refuse(
          metadata.lineOf("generateName"),
          "generateName makes a new object at every sync",
          "give it a metadata.name");
      return "";
    }
    return required(
        metadata, "metadata.name", NAME, "up to 253 characters, none of them a slash or space");
  }

  private String namespace() {
    boolean none =
        switch (metadata.get("namespace")) {
          case null -> true;
          case Value.Null _ -> true;
          case Value.Text(int _, String text) -> text.isEmpty();
          default -> false;
        };
    if (none) {
      return "";
    }
    return required(
        metadata, "metadata.namespace", NAMESPACE, "small letters, digits and -, up to 63 of them");
  }

  /** The entries of labels or annotations; null is an empty string to the API server. */
  private Map<String, String> strings(String field) {
    Map<String, String> strings = new LinkedHashMap<>();
    switch (metadata.get(field)) {
      case null -> {}
      case Value.Null _ -> {}
      case Value.Mapping(int _, Map<String, Value.Entry> entries) ->
          entries.forEach(
              (name, entry) -> string(field, name, entry).ifPresent(v -> strings.put(name, v)));
      case Value other ->
          refuse(
              metadata.lineOf(field),
              "metadata." + field + " is a " + other.kindName() + ", not a mapping",
              "");
    }
    return strings;
  }

  private Optional<String> string(String field, String name, Value.Entry entry) {
    return switch (entry.value()) {
      case Value.Text(int _, String text) -> Optional.of(text);
      case Value.Null _ -> Optional.of("");
      case Value other -> {
        refuse(
            ProblemCode.INVALID,
            entry.line(),
            field.substring(0, field.length() - 1)
                + " "
                + MappingBuilder.quoted(name)
                + " is a "
                + other.kindName()
                + ", not a string",
            "put the value in quotes");
        yield Optional.empty();
      }
    };
  }

  private static String slip(Value.Mapping owner, String field) {
    List<String> keys =
        owner.entries().keySet().stream()
            .filter(key -> !List.of("apiVersion", "kind", "metadata").contains(key))
            .toList();
    return Suggestions.closest(field, keys)
        .map(near -> "is " + near + " in line " + owner.lineOf(near) + " meant?")
        .orElse("every document of the folder is one Kubernetes object");
  }

  private void refuse(int line, String message, String hint) {
    refuse(ProblemCode.NOT_AN_OBJECT, line, message, hint);
  }

  private void refuse(ProblemCode code, int line, String message, String hint) {
    good = false;
    findings.add(new Problem(code, Optional.of(findings.source(line)), key, message, hint));
  }
}
