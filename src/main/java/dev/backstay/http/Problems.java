package dev.backstay.http;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Answers that say what went wrong, as problem documents (RFC 9457). */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private Problems() {}

  static void answer(Refusal refusal, Context context) {
    write(context, refusal.status(), refusal.title(), refusal.detail());
  }

  static void unexpected(Exception exception, Context context) {
    LOG.error("{} {} failed", context.method(), context.path(), exception);
    write(context, 500, "Something unexpected happened", "the agent's log says more");
  }

  static void notFound(Context context) {
    if (!"application/problem+json".equals(context.res().getContentType())) {
      write(context, 404, "Nothing is here", "the API is under /api/v1/environments");
    }
  }

  private static void write(Context context, int status, String title, String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("title", title);
    problem.put("status", status);
    problem.put("detail", detail);
    context
        .status(status)
        .contentType("application/problem+json")
        .result(JSON.writeValueAsString(problem));
  }
}
