package dev.backstay.http;

import dev.backstay.manifest.Sha256;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Answers for programs. */
public final class Json {
  private static final int TAG_LENGTH = 32;
  private static final JsonMapper JSON = JsonMapper.shared();

  private Json() {}

  /**
   * Answers with a value as JSON. What is read has a tag (RFC 9110, 8.8.3), so that who asks again
   * and again is sent it only when it changed.
   */
  public static void answer(Context context, Object body) {
    byte[] json = JSON.writeValueAsBytes(body);
    if (context.method().equals(HandlerType.GET) && context.statusCode() == 200) {
      String tag = "\"" + Sha256.hex(json).substring(0, TAG_LENGTH) + "\"";
      context.header("ETag", tag).header("Cache-Control", "private, no-cache");
      if (isKnown(context, tag)) {
        context.status(304);
        return;
      }
    }
    context.contentType("application/json").result(json);
  }

  private static boolean isKnown(Context context, String tag) {
    String known = Optional.ofNullable(context.header("If-None-Match")).orElse("");
    return Arrays.stream(known.split(","))
        .map(String::strip)
        .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
  }
}
