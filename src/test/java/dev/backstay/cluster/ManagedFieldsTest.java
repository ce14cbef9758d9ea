package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cluster.ManagedFields.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fields and who owns them, in the form in which the API server keeps them. */
final class ManagedFieldsTest {
  private static final HandManagers HANDS = new HandManagers(List.of("kubectl*", "k9s"));

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static FieldSet fields(String fieldsV1) {
    return FieldSet.of(json(fieldsV1));
  }

  private static Entry entry(String manager, String operation, String fieldsV1) {
    return new Entry(manager, operation, "", "v1", "2026-05-04T12:00:00Z", fields(fieldsV1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"f:data\":{\"f:a\":{}}}",
        "{\"f:metadata\":{\"f:labels\":{\".\":{},\"f:app\":{}}}}",
        "{\"f:spec\":{\"k:{\\\"name\\\":\\\"main\\\"}\":{\".\":{},\"f:image\":{}}}}",
        "{\"f:metadata\":{\"f:finalizers\":{\"v:\\\"keep\\\"\":{}}}}"
      })
  void readsAndWritesTheServersForm(String fieldsV1) {
    assertThat(fields(fieldsV1).toJson()).isEqualTo(json(fieldsV1));
  }

  @Test
  void saysFieldsAsPeopleWriteThem() {
    assertThat(
            fields(
                    """
                    {"f:spec":{"f:replicas":{},"f:containers":{"k:{\\"name\\":\\"main\\"}":{"f:image":{}},
                      "k:{\\"containerPort\\":80,\\"protocol\\":\\"TCP\\"}":{".":{}}}},
                     "f:metadata":{"f:annotations":{"f:example.com/x":{}},
                      "f:finalizers":{"v:\\"secret\\"":{}}}}
                    """)
                .words())
        .containsExactly(
            ".metadata.annotations[example.com/x]",
            ".metadata.finalizers[…]",
            ".spec.containers[80,TCP]",
            ".spec.containers[main].image",
            ".spec.replicas");
  }

  @Test
  void leavesOutWhatIsOnlyThereToHoldWhatIsLeftOut() {
    FieldSet all = fields("{\"f:a\":{\".\":{},\"f:b\":{},\"f:c\":{}}}");
    assertThat(all.without(List.of(List.of("f:a", "f:b"))))
        .isEqualTo(fields("{\"f:a\":{\".\":{},\"f:c\":{}}}"));
    assertThat(all.without(List.of(List.of("f:a", "f:b"), List.of("f:a", "f:c"))).isEmpty())
        .isTrue();
  }

  @Test
  void movesFieldsIntoOurEntryAndLeavesTheRest() {
    ManagedFields fields =
        new ManagedFields(
            List.of(
                entry("backstay", "Apply", "{\"f:data\":{\"f:a\":{}}}"),
                entry(
                    "kubectl-patch",
                    "Update",
                    "{\"f:data\":{\"f:b\":{}},\"f:spec\":{\"f:replicas\":{}}}"),
                entry("controller", "Update", "{\"f:data\":{\"f:c\":{}}}")));
    ManagedFields taken = fields.takenOver(HANDS::taken);
    assertThat(taken.oursOnly()).isEqualTo(fields("{\"f:data\":{\"f:a\":{},\"f:b\":{}}}"));
    assertThat(taken.others(_ -> true))
        .extracting(e -> e.manager() + " " + e.fields().words())
        .containsExactly("kubectl-patch [.spec.replicas]", "controller [.data.c]");
  }

  @Test
  void makesAnEntryOfOursWhereThereWasNone() {
    ManagedFields taken =
        new ManagedFields(List.of(entry("kubectl", "Update", "{\"f:data\":{\"f:a\":{}}}")))
            .takenOver(HANDS::taken);
    assertThat(taken.entries()).hasSize(1);
    assertThat(taken.ours()).isPresent();
    assertThat(taken.toJson().get(0).path("operation").asString()).isEqualTo("Apply");
  }

  @Test
  void letsGoOfOneFieldOnly() {
    ManagedFields fields =
        new ManagedFields(
            List.of(entry("backstay", "Apply", "{\"f:spec\":{\"f:replicas\":{},\"f:x\":{}}}")));
    assertThat(fields.released(HandManagers.REPLICAS).oursOnly())
        .isEqualTo(fields("{\"f:spec\":{\"f:x\":{}}}"));
  }

  @Test
  void neverTakesFinalizersOrOwners() {
    Entry person =
        entry(
            "kubectl-patch",
            "Update",
            "{\"f:metadata\":{\"f:finalizers\":{\".\":{},\"v:\\\"x\\\"\":{}},\"f:ownerReferences\":{}}}");
    assertThat(HANDS.taken(person).isEmpty()).isTrue();
    assertThat(HANDS.additions(person, FieldSet.EMPTY).isEmpty()).isTrue();
  }

  @Test
  void leavesWhatAPersonTellsUsOnTheLiveObject() {
    Entry person =
        entry(
            "kubectl-annotate",
            "Update",
            "{\"f:metadata\":{\"f:annotations\":{\"f:backstay.dev/prune\":{},\"f:note\":{}}}}");
    assertThat(HANDS.additions(person, FieldSet.EMPTY).words())
        .containsExactly(".metadata.annotations.note");
    assertThat(HANDS.taken(person).words()).containsExactly(".metadata.annotations.note");
  }

  @Test
  void aRestartAndTheHolderOfAFieldOfOursAreNoAdditions() {
    String restart =
        "{\"f:spec\":{\"f:template\":{\"f:metadata\":{\"f:annotations\":{\".\":{},"
            + "\"f:kubectl.kubernetes.io/restartedAt\":{}}}}}}";
    Entry rollout = entry("kubectl-rollout", "Update", restart);
    assertThat(HANDS.additions(rollout, FieldSet.EMPTY).isEmpty()).isTrue();
    assertThat(HANDS.taken(rollout).isEmpty()).as("gone with the next commit").isFalse();
    Entry holder = entry("kubectl-edit", "Update", "{\"f:metadata\":{\"f:labels\":{\".\":{}}}}");
    FieldSet ours = fields("{\"f:metadata\":{\"f:labels\":{\"f:app\":{}}}}");
    assertThat(HANDS.additions(holder, ours).isEmpty()).isTrue();
  }

  @Test
  void whoOwnsHalfOfWhatWouldBeOursDeployedItBefore() {
    FieldSet ours = fields("{\"f:data\":{\"f:a\":{},\"f:b\":{}}}");
    assertThat(
            HANDS
                .deployedBefore(
                    entry("ci", "Apply", "{\"f:data\":{\"f:a\":{},\"f:old\":{}}}"), ours)
                .words())
        .containsExactly(".data.a", ".data.old");
    assertThat(
            HANDS
                .deployedBefore(entry("controller", "Update", "{\"f:data\":{\"f:z\":{}}}"), ours)
                .isEmpty())
        .isTrue();
  }

  @Test
  void aMarkTellsFieldsAndTimeAndNothingElse() {
    String ours =
        """
        {"managedFields":[{"manager":"backstay","operation":"Apply","apiVersion":"v1",
          "time":"%s","fieldsV1":{"f:data":{"f:%s":{}}}}%s]}
        """;
    String other =
        ",{\"manager\":\"x\",\"operation\":\"Update\",\"fieldsV1\":{\"f:data\":{\"f:q\":{}}}}";
    Ownership plain = Ownership.of(json(ours.formatted("2026-05-04T12:00:00Z", "a", "")), HANDS);
    assertThat(Ownership.of(json(ours.formatted("2026-05-04T12:00:00Z", "a", other)), HANDS))
        .isEqualTo(plain);
    assertThat(Ownership.of(json(ours.formatted("2026-05-04T12:00:01Z", "a", "")), HANDS).mark())
        .isNotEqualTo(plain.mark());
    assertThat(Ownership.of(json(ours.formatted("2026-05-04T12:00:00Z", "b", "")), HANDS).mark())
        .isNotEqualTo(plain.mark());
    assertThat(plain.since()).isEqualTo("2026-05-04T12:00:00Z");
    assertThat(Ownership.of(json("{}"), HANDS)).isEqualTo(Ownership.NONE);
  }
}
