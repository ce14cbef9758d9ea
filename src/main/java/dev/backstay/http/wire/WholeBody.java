package dev.backstay.http.wire;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Waits for all of a request's body before anybody works on it. Waiting so takes no thread, however
 * slowly it comes.
 */
public final class WholeBody extends Handler.Wrapper {
  /** Whose bodies may be large: signed by a git host, and sent for each push. */
  private static final String WEBHOOKS = "/webhooks/";

  private static final int LARGEST = 64 * 1024;

  /** The largest body that any route takes. */
  public static final int LARGEST_OF_ALL = 1024 * 1024;

  /** So many large ones are taken at a time, so that they never take much of the memory. */
  private static final int MOST_LARGE = 8;

  private final Function<Connector, Connections> connections;
  private final Semaphore large = new Semaphore(MOST_LARGE);

  public WholeBody(Function<Connector, Connections> connections) {
    this.connections = connections;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    long length = length(request);
    int largest = largest(request);
    if (length == 0) {
      return next(request, response, callback);
    }
    if (length > largest) {
      // a webhook's own route refuses it, and counts that
      return largest == LARGEST
          ? refuse(HttpStatus.PAYLOAD_TOO_LARGE_413, request, response, callback)
          : next(request, closing(response), callback);
    }
    if (largest == LARGEST || (length >= 0 && length <= LARGEST)) {
      read(request, response, callback, largest);
    } else if (large.tryAcquire()) {
      Request.addCompletionListener(request, _ -> large.release());
      read(request, response, callback, largest);
    } else {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "5");
      refuse(HttpStatus.SERVICE_UNAVAILABLE_503, request, response, callback);
    }
    return true;
  }

  /** 0 if there is no body, -1 if it ends when it ends. */
  private static long length(Request request) {
    HttpField encoding = request.getHeaders().getField(HttpHeader.TRANSFER_ENCODING);
    return encoding == null ? Math.max(0, request.getLength()) : -1;
  }

  private static int largest(Request request) {
    return Request.getPathInContext(request).startsWith(WEBHOOKS) ? LARGEST_OF_ALL : LARGEST;
  }

  private void read(Request request, Response response, Callback callback, int largest) {
    new BodyReader(
            request,
            largest,
            new BodyReader.Reader() {
              @Override
              public void whole(byte[] body) {
                // not on the thread that reads from the network
                request.getContext().execute(() -> proceed(request, body, response, callback));
              }

              @Override
              public void tooLarge(byte[] body) {
                if (largest == LARGEST) {
                  refuse(HttpStatus.PAYLOAD_TOO_LARGE_413, request, response, callback);
                } else {
                  closing(response);
                  whole(body);
                }
              }

              @Override
              public void broken() {
                refuse(HttpStatus.BAD_REQUEST_400, request, response, callback);
              }
            })
        .run();
  }

  private static boolean refuse(int status, Request request, Response response, Callback callback) {
    Response.writeError(request, closing(response), callback, status);
    return true;
  }

  /** What follows on the connection is the rest of the body, not a request. */
  private static Response closing(Response response) {
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    return response;
  }

  private void proceed(Request request, byte[] body, Response response, Callback callback) {
    try {
      next(new Complete(request, body), response, callback);
    } catch (Exception e) {
      Response.writeError(request, response, callback, e);
    }
  }

  private boolean next(Request request, Response response, Callback callback) throws Exception {
    connections.apply(request.getConnectionMetaData().getConnector()).onBody(request);
    if (!super.handle(request, response, callback)) {
      Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
    }
    return true;
  }

  /** A request with all of its body. */
  private static final class Complete extends Request.Wrapper {
    private final Content.Source body;
    private final long length;

    Complete(Request request, byte[] body) {
      super(request);
      this.body = Content.Source.from(ByteBuffer.wrap(body));
      this.length = body.length;
    }

    @Override
    public long getLength() {
      return length;
    }

    @Override
    public Content.@Nullable Chunk read() {
      return body.read();
    }

    @Override
    public void demand(Runnable callback) {
      body.demand(callback);
    }

    @Override
    public void fail(Throwable failure) {
      body.fail(failure);
    }
  }
}
