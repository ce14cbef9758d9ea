package dev.backstay.http.webhook;

import java.util.Optional;

/** What a genuine delivery is about. */
sealed interface Event {
  /** The provider tries whether its webhooks arrive. */
  record Ping() implements Event {}

  /**
   * A ref has moved, or is gone.
   *
   * @param ref in full, or a branch by its short name; empty where the delivery does not say which
   */
  record Push(String ref) implements Event {}

  /** Nothing that could move the branch. */
  record Other() implements Event {}

  /** It is a push, and what it says of it is not understood. */
  record Unreadable() implements Event {}

  static Event of(Delivery delivery) {
    return switch (delivery.provider()) {
      case GITHUB ->
          switch (delivery.header("X-GitHub-Event").orElse("")) {
            case "ping" -> new Ping();
            case "push" -> push(delivery);
            default -> new Other();
          };
      case GITLAB ->
          switch (delivery.header("X-Gitlab-Event").orElse("")) {
            case "Push Hook" -> push(delivery);
            case "System Hook" -> system(delivery);
            default -> new Other();
          };
      case GITEA ->
          delivery
              .header("X-Gitea-Event")
              .or(() -> delivery.header("X-Forgejo-Event"))
              .filter("push"::equals)
              .map(_ -> push(delivery))
              .orElseGet(Other::new);
      case GENERIC -> generic(delivery);
    };
  }

  private static Event push(Delivery delivery) {
    return said(delivery)
        .filter(said -> !said.ref().isEmpty())
        .<Event>map(said -> new Push(said.ref()))
        .orElseGet(Unreadable::new);
  }

  /** Of a whole GitLab: only its body tells whether it is a push. */
  private static Event system(Delivery delivery) {
    Optional<PushBody> said = said(delivery);
    return said.isPresent() && !said.get().kind().equals("push") ? new Other() : push(delivery);
  }

  /** It may say anything, or nothing at all. */
  private static Event generic(Delivery delivery) {
    return new Push(said(delivery).map(PushBody::ref).orElse(""));
  }

  private static Optional<PushBody> said(Delivery delivery) {
    return delivery.payload().flatMap(PushBody::read);
  }
}
