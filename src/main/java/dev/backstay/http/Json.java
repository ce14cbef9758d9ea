package dev.backstay.http;

import io.javalin.http.Context;
import tools.jackson.databind.json.JsonMapper;

/** Answers for programs. */
public final class Json {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Json() {}

  /** Answers with a value as JSON. */
  public static void answer(Context context, Object body) {
    context.contentType("application/json").result(JSON.writeValueAsString(body));
  }
}
