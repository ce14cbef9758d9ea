package dev.backstay.cluster;

import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import dev.backstay.plan.ServedKind;
import dev.backstay.plan.ServedKinds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Finds the members of an ApplySet by their label, and who else's an object is. */
public final class Inventory {
  private static final String PAGE = "500";

  private final KubeHttp http;
  private final ApplySet set;

  public Inventory(KubeHttp http, ApplySet set) {
    this.http = http;
    this.set = set;
  }

  /**
   * Lists all members, by their metadata only.
   *
   * @param groupKinds which kinds the set contains, as the parent says
   * @throws ClusterException if one list fails: half an inventory is none
   */
  public Map<ObjectKey, Member> members(
      Collection<String> groupKinds, Collection<String> namespaces, ServedKinds kinds)
      throws ClusterException {
    Map<ObjectKey, Member> members = new HashMap<>();
    for (String groupKind : groupKinds) {
      ServedKind kind = kinds.ofGroupKind(groupKind).orElse(null);
      if (kind == null) {
        continue;
      }
      for (String namespace : kind.namespaced() ? namespaces : Set.of("")) {
        for (Member member : list(kind, namespace, set.memberSelector())) {
          members.put(member.key(), member);
        }
      }
    }
    return members;
  }

  /** The problems of objects about to be taken that are members of another ApplySet. */
  public List<Problem> ownedByOthers(Collection<? extends Action.Change> creations)
      throws ClusterException {
    String others = ApplySet.PART_OF_LABEL + "," + ApplySet.PART_OF_LABEL + "!=" + set.id();
    Map<ObjectKey, Manifest> wanted = new HashMap<>();
    creations.forEach(c -> wanted.put(c.key(), c.manifest()));
    Set<String> asked = new TreeSet<>();
    List<Problem> problems = new ArrayList<>();
    for (Action.Change creation : creations) {
      String namespace = creation.key().namespace();
      if (asked.add(creation.kind().groupKind() + "/" + namespace)) {
        for (Member member : listIfServed(creation.kind(), namespace, others)) {
          Manifest manifest = wanted.get(member.key());
          if (manifest != null) {
            problems.add(foreign(manifest, member));
          }
        }
      }
    }
    return problems;
  }

  /** What comes with the same commit as its kind cannot be anybody's yet. */
  private List<Member> listIfServed(ServedKind kind, String namespace, String selector)
      throws ClusterException {
    try {
      return list(kind, namespace, selector);
    } catch (ClusterException e) {
      if (e.failure().problem().code() == ProblemCode.KIND_NOT_SERVED) {
        return List.of();
      }
      throw e;
    }
  }

  private Problem foreign(Manifest manifest, Member member) {
    String id = member.label(ApplySet.PART_OF_LABEL);
    return Problem.of(
        ProblemCode.OWNED_BY_OTHER,
        manifest,
        "it belongs to " + ownerName(id, member.key().namespace()),
        "remove it from one of the two folders");
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

  private List<Member> list(ServedKind kind, String namespace, String selector)
      throws ClusterException {
    List<Member> members = new ArrayList<>();
    String next = "";
    do {
      Request request =
          Request.get(Request.collection(kind, namespace))
              .with("labelSelector", selector)
              .with("limit", PAGE)
              .metadataListOnly();
      Answer answer = http.send(next.isEmpty() ? request : request.with("continue", next));
      JsonNode page = answer.orThrow("list " + kind.plural() + " of " + set.parentName());
      page.path("items").forEach(item -> members.add(Member.of(key(kind, item), item)));
      next = page.path("metadata").path("continue").asString("");
    } while (!next.isEmpty());
    return members;
  }

  private static ObjectKey key(ServedKind kind, JsonNode item) {
    JsonNode metadata = item.path("metadata");
    return new ObjectKey(
        kind.group(),
        kind.kind(),
        metadata.path("namespace").asString(""),
        metadata.path("name").asString(""));
  }
}
