package dev.backstay.http.wire;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The answers to requests that come to no route, as problem documents (RFC 9457). They say nothing
 * of what was sent, nor of what went wrong inside.
 */
public final class ErrorAnswers extends ErrorHandler {
  private static final String PROBLEM = "application/problem+json";

  /** Nothing of an answer is kept anywhere. */
  public ErrorAnswers() {
    setCacheControl("no-store");
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    SafetyHeaders.addTo(response.getHeaders(), request.isSecure());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, PROBLEM);
    Content.Sink.write(response, true, document(code), callback);
  }

  /** The title is the status's own. */
  private static String document(int status) {
    return "{\"title\":\"" + HttpStatus.getMessage(status) + "\",\"status\":" + status + "}";
  }
}
