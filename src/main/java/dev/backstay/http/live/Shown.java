package dev.backstay.http.live;

import java.util.List;

/** What there is to show, and whether it may have become something else. */
public interface Shown {
  /** The environments there are. */
  List<String> environments();

  /**
   * Another value whenever the topic may look different. Asked for often, so it must cost little.
   *
   * @param environment empty for all of them
   */
  Object version(String environment);

  /** All environments as HTML. */
  String overview();

  /** An environment as HTML; empty if there is no such environment any more. */
  String page(String environment);

  /** An environment as JSON; empty if there is no such environment any more. */
  String json(String environment);
}
