package dev.backstay.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who asked, as the agent's User-Agent says it.
 *
 * @param agent the identity of the agent: the same after its restart
 * @param environment {@code namespace/name}; empty for what the agent asks for all of them
 * @param activity {@code start}, {@code rest}, {@code sync 12 3f2a1c9}, {@code correction 3}
 */
record Caller(String agent, String environment, String activity) {
  private static final Pattern FORM =
      Pattern.compile("^backstay/\\S+ (\\S+)(?: \\(([^;)]+); ([^)]*)\\))?$");

  /** Ends the activity of deletes that somebody wants before the applies. */
  private static final String PRUNE_FIRST = " prune-first";

  /** Ends the activity of deletes of pods that are to be made again. */
  private static final String UNSTICK = " unstick";

  /** Empty for a client that is no agent. */
  static Optional<Caller> of(String userAgent) {
    Matcher form = FORM.matcher(userAgent);
    return form.find()
        ? Optional.of(new Caller(form.group(1), orEmpty(form, 2), orEmpty(form, 3)))
        : Optional.empty();
  }

  /** The sync or correction alone, without what a part of it is. */
  String work() {
    return activity.replace(PRUNE_FIRST, "").replace(UNSTICK, "");
  }

  boolean unsticks() {
    return activity.endsWith(UNSTICK);
  }

  boolean prunesFirst() {
    return activity.endsWith(PRUNE_FIRST);
  }

  private static String orEmpty(Matcher form, int group) {
    return form.start(group) < 0 ? "" : form.group(group);
  }
}
