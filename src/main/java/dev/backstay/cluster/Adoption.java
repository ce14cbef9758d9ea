package dev.backstay.cluster;

import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import dev.backstay.plan.ServedKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Looks at what is there already under the names that a sync is about to create. */
public final class Adoption {
  private static final String ADOPT = "backstay.dev/adopt";

  /** So few are looked at one by one; for more, a list costs less. */
  private static final int FEW = 3;

  private final KubeHttp http;
  private final ApplySet set;

  public Adoption(KubeHttp http, ApplySet set) {
    this.http = http;
    this.set = set;
  }

  /**
   * What was found.
   *
   * @param existing objects that are not new, by their metadata
   * @param objections those of them that somebody else looks after
   */
  public record Found(Map<ObjectKey, Member> existing, List<Problem> objections) {
    public Found {
      existing = Map.copyOf(existing);
      objections = List.copyOf(objections);
    }
  }

  /**
   * Looks, by metadata only.
   *
   * @throws ClusterException if one look fails: whose an object is must be known before it is taken
   */
  public Found look(Collection<? extends Action.Change> creations) throws ClusterException {
    Map<ObjectKey, Member> existing = new HashMap<>();
    Map<Place, List<Action.Change>> together =
        creations.stream()
            .collect(
                Collectors.groupingBy(
                    c -> new Place(c.kind(), c.key().namespace()), Collectors.toList()));
    for (Map.Entry<Place, List<Action.Change>> part : together.entrySet()) {
      existing.putAll(existing(part.getKey(), part.getValue()));
    }
    List<Problem> objections = new ArrayList<>();
    for (Action.Change creation : creations) {
      Member member = existing.get(creation.key());
      if (member != null) {
        objection(creation.manifest(), member).ifPresent(objections::add);
      }
    }
    return new Found(existing, objections);
  }

  private record Place(ServedKind kind, String namespace) {}

  private Map<ObjectKey, Member> existing(Place where, List<Action.Change> wanted)
      throws ClusterException {
    Map<ObjectKey, Member> existing = new HashMap<>();
    if (wanted.size() <= FEW) {
      LiveObjects live = new LiveObjects(http);
      for (Action.Change change : wanted) {
        live.look(where.kind(), change.key()).ifPresent(m -> existing.put(change.key(), m));
      }
      return existing;
    }
    Map<String, ObjectKey> names =
        wanted.stream().map(Action.Change::key).collect(Collectors.toMap(ObjectKey::name, k -> k));
    Request collection = Request.get(Request.collection(where.kind(), where.namespace()));
    try {
      new Pages(http, collection.metadataListOnly())
          .each(item -> take(item, names).ifPresent(m -> existing.put(m.key(), m)));
    } catch (ClusterException e) {
      // what comes with the same commit as its kind cannot be there yet
      if (e.failure().problem().code() != ProblemCode.KIND_NOT_SERVED) {
        throw e;
      }
    }
    return existing;
  }

  private static Optional<Member> take(JsonNode item, Map<String, ObjectKey> names) {
    String name = item.path("metadata").path("name").asString("");
    return Optional.ofNullable(names.get(name)).map(key -> Member.of(key, item));
  }

  private Optional<Problem> objection(Manifest manifest, Member member) throws ClusterException {
    if (ForeignOwner.isBackstays(member)) {
      return Optional.of(foreign(manifest, "Backstay itself", "give it another name"));
    }
    if (manifest.directives().getOrDefault(ADOPT, "").equals("true")) {
      return Optional.empty();
    }
    String otherSet = member.label(ApplySet.PART_OF_LABEL);
    if (!otherSet.isEmpty() && !otherSet.equals(set.id())) {
      return Optional.of(
          foreign(
              manifest,
              ownerName(otherSet, member.key().namespace()),
              "remove it from one of the two folders"));
    }
    return ForeignOwner.of(member)
        .map(
            owner ->
                foreign(
                    manifest,
                    owner,
                    "take it away from there first, or say that it is meant: annotation "
                        + ADOPT
                        + ": \"true\""));
  }

  private static Problem foreign(Manifest manifest, String owner, String hint) {
    return Problem.of(ProblemCode.OWNED_BY_OTHER, manifest, "it belongs to " + owner, hint);
  }

  /** The parent's name if it can be seen, else the bare id. */
  private String ownerName(String id, String namespace) {
    String path = "api/v1/namespaces/" + (namespace.isEmpty() ? set.namespace() : namespace);
    Answer answer =
        http.send(
            Request.get(path + "/configmaps")
                .with("labelSelector", ApplySet.ID_LABEL + "=" + id)
                .metadataListOnly());
    if (answer instanceof Answer.Ok ok && !ok.body().path("items").isEmpty()) {
      String name = ok.body().path("items").get(0).path("metadata").path("name").asString("");
      return name.startsWith("backstay-")
          ? "environment " + name.substring("backstay-".length())
          : "the ApplySet configmap/" + name;
    }
    return "the ApplySet " + id;
  }
}
