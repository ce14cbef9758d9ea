package dev.backstay.mutants;

import java.util.List;

/** All mutants; each is caught by the test that its line names. */
final class Mutants {
  private static final String FIRST_ONLY = "if (isFirst) ";

  static final List<Mutant> ALL =
      List.of(
          mutant(
              "the share guard holds back too many deletes",
              "plan/PruneGuard.java",
              "if (prunes <= ALWAYS_ALLOWED || prunes <= maxShare * inventory) {",
              "if (true) {",
              "PruneIT#p5MoreThanTheGuardAllowsIsHeldBack"),
          mutant(
              "only what carries our label is deleted",
              "cluster/Pruner.java",
              "live.label(ApplySet.PART_OF_LABEL).equals(set.id())",
              "true",
              "PruneIT#p5WhatIsNoLongerOursIsLetGo"),
          mutant(
              "only what we have applied is deleted",
              "cluster/Pruner.java",
              "live.isAppliedBy(Applier.FIELD_MANAGER)",
              "true",
              "SafetyIT#p5AnObjectWhoseFieldsAreSomebodyElsesIsLetGo"),
          mutant(
              "kinds that hold data are deleted only when they allow it",
              "cluster/Pruner.java",
              "!PROTECTED.contains(prune.key().groupKind())",
              "true",
              "PruneIT#p5AClaimThatLeftTheFolderIsKeptAndNamed"),
          mutant(
              "a missing folder is no empty one",
              "sync/DesiredState.java",
              "case Folder.Missing _ -> throw refused(List.of(missing()));",
              "case Folder.Missing _ -> List.of();",
              "SafetyIT#p5AMissingFolderOfFewObjectsDeletesNothing"),
          mutant(
              "nothing is deleted before all is healthy",
              "sync/SyncPass.java",
              ".run(plan, applied, problems.isEmpty()));",
              ".run(plan, applied, true));",
              "SafetyIT#p5NothingIsDeletedWhileTheRolloutHasNotEnded"),
          mutant(
              "an environment stays in its namespaces",
              "plan/Confinement.java",
              "if (!namespaces.contains(key.namespace())) {",
              "if (false) {",
              "EnvironmentsIT#p6WhatIsOutsideOfTheEnvironmentIsRefusedWithItsLine"),
          mutant(
              "an object has one owner",
              "cluster/Inventory.java",
              "if (manifest != null) {",
              "if (false) {",
              "EnvironmentsIT#anObjectOfAnotherEnvironmentIsRefusedByItsName"),
          mutant(
              "a rewritten branch is not followed",
              "sync/Branch.java",
              "if (follows || deployed.isEmpty() || descends(target, deployed.get())) {",
              "if (true) {",
              "RestartIT#p12ARewrittenBranchIsRefusedUntilItIsAccepted"),
          mutant(
              "what changes is rehearsed",
              "sync/SyncPass.java",
              "if (isFirst) {\n      return Rehearsal.NONE;",
              "if (true) {\n      return Rehearsal.NONE;",
              "OnlyWhatChangedIT#p2OneOfThreeHundredIsOneRehearsalAndOneApply"),
          mutant(
              "a refused dry-run refuses all",
              "sync/SyncPass.java",
              "if (!rehearsal.failures().isEmpty()) {",
              "if (false) {",
              "AllOrNothingIT#p3OneBadFieldAmongFiftyWritesNothing"),
          mutant(
              "the intent is on record before the first write",
              "sync/SyncPass.java",
              "ledger.begin(intent,",
              FIRST_ONLY + "ledger.begin(intent,",
              "PruneIT#s14ARemovedDocumentIsPrunedAndTheOthersStay"),
          mutant(
              "an object is there once",
              "plan/Planner.java",
              "problems.addAll(Duplicates.in(placed.stream().map(Action.Change::manifest).toList()));",
              "",
              "AllOrNothingIT#p3AnObjectTwiceIsRefusedWithBothPlaces"),
          mutant(
              "an environment that another agent holds is left alone",
              "sync/HolderCheck.java",
              "hasRunOut(renewTime) ? Optional.empty()",
              "true ? Optional.empty()",
              "RestartIT#aSecondAgentWaitsUntilTheFirstStops"),
          mutant(
              "what changed is applied",
              "plan/KnownState.java",
              "seal.apply(manifest.digest()).equals(applied.get(manifest.key()))",
              "true",
              "OnlyWhatChangedIT#p2OneOfThreeHundredIsOneRehearsalAndOneApply"),
          mutant(
              "what did not change is not applied",
              "plan/KnownState.java",
              "seal.apply(manifest.digest()).equals(applied.get(manifest.key()))",
              "false",
              "OnlyWhatChangedIT#p2OneOfThreeHundredIsOneRehearsalAndOneApply"),
          mutant(
              "a poll without a change makes no pass",
              "sync/Attempts.java",
              "return ledger.hasOpenIntent();",
              "return true;",
              "NothingChangedIT#p1PollsAndForeignCommitsMakeNoRequest"),
          mutant(
              "the history counts on by one",
              "sync/History.java",
              "return again ? last.number() : last.number() + 1;",
              "return again ? last.number() : last.number() + 2;",
              "PruneIT#s14ARemovedDocumentIsPrunedAndTheOthersStay"),
          mutant(
              "a newer commit ends the wait for health",
              "sync/Mailbox.java",
              "() -> stopping || latest.filter(newer -> !newer.hasSameFolderAs(current)).isPresent());",
              "() -> stopping);",
              "RollbackIT#p8ARevertEndsTheWaitForARolloutThatNeverGetsReady"));

  private Mutants() {}

  private static Mutant mutant(String rule, String file, String text, String instead, String test) {
    return new Mutant(rule, file, text, instead, "dev.backstay.it." + test);
  }
}
