package dev.backstay.http;

import dev.backstay.sync.EnvironmentStatus;
import io.javalin.http.Context;
import java.util.List;

/** What a request's path names. */
public final class Requested {
  private Requested() {}

  /**
   * The environment that a request is about.
   *
   * @throws Refusal 404 if there is none
   */
  public static EnvironmentStatus environment(List<EnvironmentStatus> all, Context request) {
    String name = request.pathParam("name");
    return all.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    404,
                    "There is no such environment",
                    "there are "
                        + String.join(", ", all.stream().map(EnvironmentStatus::name).toList())));
  }
}
