package dev.backstay.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What an environment's folder may hold: files of small objects, and perhaps something wrong.
 *
 * @param files the objects of each file
 * @param flaw what is wrong with it
 * @param note a comment that changes no object
 */
record FolderState(SortedMap<String, List<Doc>> files, Flaw flaw, int note) {
  private static final List<String> FILES = List.of("a.yml", "b.yml", "sub/c.yml");
  private static final List<String> TAGS = List.of("1.0.0", "1.1.0", "2.0.0");
  private static final int FEWEST = 4;
  private static final int MOST = 9;

  /** How a commit may be wrong. */
  enum Flaw {
    NONE(""),
    YAML("---\napiVersion: v1\nkind: ConfigMap\n\tname: x\n"),
    FIELD(Manifests.deployment("flaw", "1.0.0").replace("replicas: 2", "replica: 2")),
    TWICE(Manifests.configMap("twin", "a") + Manifests.configMap("twin", "b")),
    ELSEWHERE(Manifests.configMap("x", "a").replace("name: x", "name: x, namespace: kube-system")),
    /** Applied, but the rollout never ends. */
    UNHEALTHY("");

    private final String file;

    Flaw(String file) {
      this.file = file;
    }

    boolean isRefused() {
      return !file.isEmpty();
    }
  }

  /**
   * One object.
   *
   * @param content its data, or its image's tag
   */
  record Doc(String kind, String name, SortedMap<String, String> content, String annotation) {
    String key() {
      return kind + "/" + name;
    }

    Doc with(String newName, SortedMap<String, String> newContent, String newAnnotation) {
      return new Doc(kind, newName, newContent, newAnnotation);
    }

    String yaml() {
      String metadata =
          annotation.isEmpty()
              ? "name: " + name
              : "name: %s, annotations: { example.com/note: \"%s\" }".formatted(name, annotation);
      String values =
          String.join(
              ", ",
              content.entrySet().stream()
                  .map(e -> e.getKey() + ": \"" + e.getValue() + "\"")
                  .toList());
      return switch (kind) {
        case "Deployment" ->
            Manifests.deployment(name, content.getOrDefault("tag", ""))
                .replace("replicas: 2", "replicas: 1")
                .replace("metadata: { name: " + name + " }", "metadata: { " + metadata + " }");
        case "Service" ->
            """
            ---
            apiVersion: v1
            kind: Service
            metadata: { %s }
            spec: { selector: { %s }, ports: [{ port: 80 }] }
            """
                .formatted(metadata, values);
        default ->
            """
            ---
            apiVersion: v1
            kind: %s
            metadata: { %s }
            %s: { %s }
            """
                .formatted(kind, metadata, kind.equals("Secret") ? "stringData" : "data", values);
      };
    }
  }

  static FolderState initial() {
    SortedMap<String, List<Doc>> files = new TreeMap<>();
    files.put(
        "a.yml",
        List.of(doc("ConfigMap", "one", "k0", "a"), doc("Deployment", "web", "tag", "1.0.0")));
    files.put(
        "b.yml",
        List.of(
            doc("ConfigMap", "two", "k0", "a"),
            doc("Secret", "key", "k0", "a"),
            doc("Service", "web", "app", "web")));
    return new FolderState(files, Flaw.NONE, 0);
  }

  private static Doc doc(String kind, String name, String key, String value) {
    return new Doc(kind, name, new TreeMap<>(Map.of(key, value)), "");
  }

  /** What the folder's files hold, by path. */
  SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    files.forEach(
        (file, docs) -> {
          StringBuilder text = new StringBuilder("# " + note + "\n");
          docs.forEach(doc -> text.append(shown(doc).yaml()));
          texts.put(file, text.toString());
        });
    if (flaw.isRefused()) {
      texts.put("flaw.yml", flaw.file);
    }
    return texts;
  }

  /** The objects as they are desired. */
  SortedMap<String, Doc> objects() {
    SortedMap<String, Doc> objects = new TreeMap<>();
    files.values().forEach(docs -> docs.forEach(doc -> objects.put(doc.key(), shown(doc))));
    return objects;
  }

  private Doc shown(Doc doc) {
    return flaw == Flaw.UNHEALTHY && doc.kind().equals("Deployment")
        ? doc.with(doc.name(), new TreeMap<>(Map.of("tag", "broken")), doc.annotation())
        : doc;
  }

  /** A step to another state: one or two edits, and a flaw. */
  FolderState next(RandomGenerator random, Flaw newFlaw) {
    FolderState state = new FolderState(files, newFlaw, note);
    int edits = 1 + random.nextInt(2);
    for (int i = 0; i < edits; i++) {
      state = state.edited(random);
    }
    return state;
  }

  private FolderState edited(RandomGenerator random) {
    List<Doc> all = new ArrayList<>();
    Map<String, String> places = new TreeMap<>();
    files.forEach(
        (file, docs) ->
            docs.forEach(
                doc -> {
                  all.add(doc);
                  places.put(doc.key(), file);
                }));
    int index = random.nextInt(all.size());
    Doc doc = all.get(index);
    String file = places.getOrDefault(doc.key(), "a.yml");
    String fresh = "n" + random.nextInt(1000);
    boolean mayGo = all.size() > FEWEST && !doc.kind().equals("Deployment");
    boolean isFree = places.keySet().stream().noneMatch(key -> key.endsWith("/" + fresh));
    switch (random.nextInt(7)) {
      case 0 -> all.set(index, changed(doc, random));
      case 1 -> all.set(index, doc.with(doc.name(), doc.content(), fresh));
      case 2 -> all.set(index, doc.with(doc.name(), doc.content(), ""));
      case 3 -> file = FILES.get(random.nextInt(FILES.size()));
      case 4 -> {
        if (mayGo) {
          all.remove(index);
        }
      }
      case 5 -> {
        if (mayGo && isFree) {
          all.set(index, doc.with(fresh, doc.content(), doc.annotation()));
        }
      }
      default -> {
        if (all.size() < MOST && isFree) {
          all.add(doc("ConfigMap", fresh, "k0", "a"));
        }
      }
    }
    places.put(doc.key(), file);
    SortedMap<String, List<Doc>> filed = new TreeMap<>();
    for (Doc each : all) {
      String place = places.getOrDefault(each.key(), FILES.getFirst());
      filed.computeIfAbsent(place, _ -> new ArrayList<>()).add(each);
    }
    return new FolderState(filed, flaw, random.nextInt(3));
  }

  /** Another value, one key more, or one less. */
  private static Doc changed(Doc doc, RandomGenerator random) {
    SortedMap<String, String> content = new TreeMap<>(doc.content());
    String value = "v" + random.nextInt(1000);
    if (doc.kind().equals("Deployment")) {
      content.put("tag", TAGS.get(random.nextInt(TAGS.size())));
    } else if (content.size() > 1 && random.nextBoolean()) {
      content.remove(content.lastKey());
    } else {
      content.put("k" + random.nextInt(3), value);
    }
    return doc.with(doc.name(), content, doc.annotation());
  }
}
