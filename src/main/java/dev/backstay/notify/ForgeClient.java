package dev.backstay.notify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends one status, and says what became of it. The token goes to the configured host only. */
final class ForgeClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int MOST_REDIRECTS = 3;
  private static final int LONGEST_ANSWER = 64 * 1024;
  private static final int LONGEST_REASON = 200;

  private final ForgeApi api;
  private final Clock clock;
  private final Duration timeout;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * Connects nowhere yet.
   *
   * @param timeout for the whole of an answer
   */
  ForgeClient(ForgeApi api, Clock clock, Duration timeout) {
    this.api = api;
    this.clock = clock;
    this.timeout = timeout;
  }

  /** Blocks until it is answered, or the time is up. */
  Answer send(CommitStatus status) throws InterruptedException {
    try {
      Token token = Token.in(api.config().tokenFile());
      URI address = api.address(status);
      for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
        HttpResponse<String> response = exchange(request(address, status, token));
        Optional<URI> elsewhere = redirect(address, response);
        if (elsewhere.isEmpty()) {
          return judge(response, token);
        }
        address = elsewhere.get();
      }
      return new Answer.Refused("too many redirects");
    } catch (Token.Unusable e) {
      return new Answer.NotNow(String.valueOf(e.getMessage()), Optional.empty());
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Answer.NotNow("no answer: " + why, Optional.empty());
    }
  }

  private HttpRequest request(URI address, CommitStatus status, Token token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("User-Agent", "backstay");
    api.headers(token.value()).forEach(request::header);
    return request.POST(HttpRequest.BodyPublishers.ofString(api.body(status))).build();
  }

  private HttpResponse<String> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, _ -> new BoundedText(LONGEST_ANSWER));
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new IOException("not within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof IOException io ? io : new IOException(cause.toString(), cause);
    } finally {
      answer.cancel(true);
    }
  }

  /** Where to send it instead, if that is the same host: others must not see the token. */
  private static Optional<URI> redirect(URI asked, HttpResponse<String> response) {
    return switch (response.statusCode()) {
      case 301, 302, 307, 308 ->
          response
              .headers()
              .firstValue("Location")
              .flatMap(location -> resolved(asked, location))
              .filter(to -> isSameHost(asked, to));
      default -> Optional.empty();
    };
  }

  private static Optional<URI> resolved(URI asked, String location) {
    try {
      return Optional.of(asked.resolve(location));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean isSameHost(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getAuthority().equals(other.getAuthority());
  }

  private Answer judge(HttpResponse<String> response, Token token) {
    int code = response.statusCode();
    if (code / 100 == 2 || api.saysThatItStands(code, response.body())) {
      return new Answer.Taken();
    }
    String why = token.removedFrom(reason(code, response.body()));
    Optional<Duration> wait = RateLimit.wait(code, response.headers(), clock.instant());
    boolean mayPass = code >= 500 || wait.isPresent();
    return switch (code) {
      case 401, 403, 408, 425, 429 -> new Answer.NotNow(why, wait);
      default -> mayPass ? new Answer.NotNow(why, wait) : new Answer.Refused(why);
    };
  }

  /** {@code HTTP 404: Not Found}, in the words of the service. */
  private static String reason(int code, String body) {
    String said = "";
    try {
      JsonNode message = JSON.readTree(body).path("message");
      said =
          message.isString()
              ? message.asString()
              : message.isMissingNode() ? "" : message.toString();
    } catch (JacksonException _) {
      // a page of a proxy; the code says enough
    }
    return "HTTP " + code + (said.isEmpty() ? "" : ": " + ForgeApi.bounded(said, LONGEST_REASON));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
