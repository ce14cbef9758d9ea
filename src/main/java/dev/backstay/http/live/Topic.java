package dev.backstay.http.live;

/** What a stream tells of. */
sealed interface Topic {
  /** The name of its events. */
  String event();

  /** All environments at one look, as HTML. */
  record Overview() implements Topic {
    @Override
    public String event() {
      return "overview";
    }
  }

  /** One environment's page, as HTML. */
  record OfEnvironment(String name) implements Topic {
    @Override
    public String event() {
      return "environment";
    }
  }

  /** One environment, as the API tells it. */
  record Json(String name) implements Topic {
    @Override
    public String event() {
      return "environment";
    }
  }
}
