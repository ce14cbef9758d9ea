package dev.backstay.http.wire;

import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The first to see a request: gives its answer the headers that every answer has, refuses what no
 * route could want, and keeps note of how far the connection is.
 */
public final class Gate extends Handler.Wrapper {
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
  private static final int MOST_HEADERS = 100;

  /**
   * The name of a request's attribute: what a stream runs whenever some of it was taken, so that it
   * is not cut for being long.
   */
  public static final String PROGRESS = "backstay.progress";

  private final Function<Connector, Connections> connections;
  private final Function<Connector, Set<String>> hosts;

  /**
   * Takes what depends on the port.
   *
   * @param hosts the names that may be asked for; any if there are none
   */
  public Gate(
      Function<Connector, Connections> connections, Function<Connector, Set<String>> hosts) {
    this.connections = connections;
    this.hosts = hosts;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connector connector = request.getConnectionMetaData().getConnector();
    Connections here = connections.apply(connector);
    here.onHead(request);
    request.setAttribute(PROGRESS, (Runnable) () -> here.onProgress(request));
    Request.addCompletionListener(request, _ -> here.onAnswered(request));
    SafetyHeaders.addTo(response.getHeaders(), request.isSecure());
    if (!METHODS.contains(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, POST");
      return refuse(HttpStatus.METHOD_NOT_ALLOWED_405, request, response, callback);
    }
    if (request.getHeaders().size() > MOST_HEADERS) {
      return refuse(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, request, response, callback);
    }
    Set<String> known = hosts.apply(connector);
    if (!known.isEmpty() && !known.contains(host(request))) {
      return refuse(HttpStatus.MISDIRECTED_REQUEST_421, request, response, callback);
    }
    return super.handle(request, response, callback);
  }

  private static String host(Request request) {
    String host = request.getHttpURI().getHost();
    return host == null ? "" : host.toLowerCase(Locale.ROOT);
  }

  private static boolean refuse(int status, Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONNECTION, "close");
    Response.writeError(request, response, callback, status);
    return true;
  }
}
