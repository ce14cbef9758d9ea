package dev.backstay.cli;

import dev.backstay.cli.show.Env;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Picks out what was asked for. */
final class Selection {
  private Selection() {}

  /**
   * The environments of an answer.
   *
   * @param name empty for all
   * @throws IOException if there is none of that name
   */
  static List<Env> of(JsonNode answer, Optional<String> name) throws IOException {
    List<Env> all = Env.listed(answer);
    if (name.isEmpty()) {
      return all;
    }
    List<Env> named = all.stream().filter(env -> env.name().equals(name.get())).toList();
    if (named.isEmpty()) {
      String others = String.join(", ", all.stream().map(Env::name).toList());
      throw new IOException(
          "there is no environment "
              + name.get()
              + (others.isEmpty() ? "" : ": there are " + others));
    }
    return named;
  }

  /** The answer itself, or what it says of the one environment that was asked for. */
  static JsonNode document(JsonNode answer, Optional<String> name) throws IOException {
    of(answer, name);
    for (JsonNode environment : answer.path("environments")) {
      if (name.equals(Optional.of(environment.path("name").asString("")))) {
        return environment;
      }
    }
    return answer;
  }
}
