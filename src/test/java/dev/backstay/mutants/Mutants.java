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
              "if (prunes <= ALWAYS_ALLOWED || prunes <= maxShare * inventory || prunes <= allowed) {",
              "if (true) {",
              "PruneIT#p5MoreThanTheGuardAllowsIsHeldBack"),
          mutant(
              "only what carries our label is deleted",
              "cluster/Member.java",
              "return label(ApplySet.PART_OF_LABEL).equals(set.id()) && isAppliedBy(Applier.FIELD_MANAGER);",
              "return isAppliedBy(Applier.FIELD_MANAGER);",
              "PruneIT#p5WhatIsNoLongerOursIsLetGo"),
          mutant(
              "only what we have applied is deleted",
              "cluster/Member.java",
              "return label(ApplySet.PART_OF_LABEL).equals(set.id()) && isAppliedBy(Applier.FIELD_MANAGER);",
              "return label(ApplySet.PART_OF_LABEL).equals(set.id());",
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
              "case Folder.Missing _ -> new Reading(List.of(), List.of());",
              "SafetyIT#p5AMissingFolderOfFewObjectsDeletesNothing"),
          mutant(
              "nothing is deleted before all is healthy",
              "sync/SyncPass.java",
              "prunes.rest(problems.isEmpty() && standing.mayPrune(), this::isCaughtUp)",
              "prunes.rest(true, this::isCaughtUp)",
              "SafetyIT#p5NothingIsDeletedWhileTheRolloutHasNotEnded"),
          mutant(
              "an environment stays in its namespaces",
              "plan/Confinement.java",
              "if (kind.namespaced() && !namespaces.contains(key.namespace())) {",
              "if (false) {",
              "EnvironmentsIT#p6WhatIsOutsideOfTheEnvironmentIsRefusedWithItsLine"),
          mutant(
              "an object has one owner",
              "cluster/Adoption.java",
              "if (!otherSet.isEmpty() && !otherSet.equals(set.id())) {",
              "if (false) {",
              "EnvironmentsIT#anObjectOfAnotherEnvironmentIsRefusedByItsName"),
          mutant(
              "a rewritten branch is not followed",
              "sync/Branch.java",
              "if (following.rewrites() == RewritePolicy.FOLLOW || isAccepted(target, accepted)) {",
              "if (true) {",
              "RestartIT#p12ARewrittenBranchIsRefusedUntilItIsAccepted"),
          mutant(
              "what changes is rehearsed",
              "sync/SyncPass.java",
              "if (isFirst) {\n      circumstances",
              "if (true) {\n      circumstances",
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
              "record.takesOverFrom(",
              FIRST_ONLY + "record.takesOverFrom(",
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
              "return again ? nextNumber() - 1 : nextNumber();",
              "return again ? nextNumber() - 1 : nextNumber() + 1;",
              "PruneIT#s14ARemovedDocumentIsPrunedAndTheOthersStay"),
          mutant(
              "a rehearsed delete deletes nothing",
              "cluster/DeleteOptions.java",
              "options.putArray(DRY_RUN).add(ALL);",
              "",
              "SafetyIT#p5NothingIsDeletedWhileTheRolloutHasNotEnded"),
          mutant(
              "one object under two names is not deleted",
              "cluster/Pruner.java",
              "if (Member.of(namesake.key(), ok.body()).uid().equals(live.uid())) {",
              "if (false) {",
              "ApiGroupIT#lesson06_anotherApiGroupKeepsTheObject"),
          mutant(
              "what others look after is not taken",
              "cluster/ForeignOwner.java",
              "return mark.map(m -> m.owner.formatted(value(member, m.name))).or(() -> controller(member));",
              "return Optional.empty();",
              "TakeOverIT#whatAControllerMadeIsRefused"),
          mutant(
              "a restart by hand is not undone",
              "cluster/HandManagers.java",
              ".without(Set.of(RESTARTED_AT))",
              "",
              "DriftIT#aRestartByHandIsNotUndoneAndGoesWithTheNextCommit"),
          mutant(
              "report writes nothing",
              "sync/DriftKeeper.java",
              "parts.config().drift().policy() == DriftPolicy.CORRECT",
              "true",
              "DriftIT#reportTellsAndWritesNothing"),
          mutant(
              "a newer commit ends the wait for health",
              "sync/Mailbox.java",
              ".filter(newer -> mayTakeOver.test(newer, current))",
              ".filter(newer -> false)",
              "RollbackIT#p8ARevertEndsTheWaitForARolloutThatNeverGetsReady"));

  private Mutants() {}

  private static Mutant mutant(String rule, String file, String text, String instead, String test) {
    return new Mutant(rule, file, text, instead, "dev.backstay.it." + test);
  }
}
