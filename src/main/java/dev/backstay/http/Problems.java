package dev.backstay.http;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers that say what went wrong, as problem documents (RFC 9457). They repeat nothing of the
 * request.
 */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private Problems() {}

  static void answer(Refusal refusal, Context context) {
    refusal.headers().forEach(context::header);
    write(context, refusal.status(), refusal.title(), refusal.detail());
  }

  /** What the library refuses: too large a body, or a method that a route does not have. */
  static void refused(HttpResponseException refusal, Context context) {
    int status = refusal.getStatus();
    if (status == HttpStatus.NOT_FOUND_404) {
      notFound(context);
    } else {
      write(context, status, HttpStatus.getMessage(status), "");
    }
  }

  static void unexpected(Exception exception, Context context) {
    // the path is whatever somebody made up, and stays out of the log
    LOG.error("a request failed: {}", context.method(), exception);
    write(context, 500, "Something unexpected happened", "the agent's log says more");
  }

  static void notFound(Context context) {
    String type = String.valueOf(context.res().getContentType());
    if (!type.startsWith("application/problem+json") && !type.startsWith("text/html")) {
      write(context, 404, "Nothing is here", "the API is under /api/v1/environments");
    }
  }

  private static void write(Context context, int status, String title, String detail) {
    if (Access.isPage(context.path())) {
      context.status(status);
      Html.answer(context, "problem.jte", Map.of("title", title, "detail", detail));
      return;
    }
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("title", title);
    problem.put("status", status);
    if (!detail.isEmpty()) {
      problem.put("detail", detail);
    }
    context
        .status(status)
        .contentType("application/problem+json")
        .result(JSON.writeValueAsString(problem));
  }
}
