package dev.backstay.http.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.config.AccessConfig;
import dev.backstay.config.HttpConfig;
import dev.backstay.config.WebhooksConfig;
import dev.backstay.http.Access;
import dev.backstay.http.HttpServer;
import dev.backstay.http.access.AccessToken;
import dev.backstay.http.access.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams over real HTTP. */
final class StreamsTest {
  private static final Duration QUICK = Duration.ofMillis(20);

  private final Exhibition shown = new Exhibition("master", "production");
  private final Hub hub = new Hub(shown, QUICK).start();
  private final List<Listening> listening = new ArrayList<>();
  private Optional<HttpServer> server = Optional.empty();

  private int port() {
    return port(new AccessConfig(Optional.empty(), false, Optional.empty()));
  }

  private int port(AccessConfig access) {
    HttpConfig config =
        new HttpConfig("127.0.0.1", 0, 0, access, Optional.empty(), List.of(), WebhooksConfig.NONE);
    Access door = new Access(access, InstantSource.system());
    HttpServer opened = new HttpServer(config, door, new Streams(hub, shown, door, QUICK)).start();
    server = Optional.of(opened);
    return opened.port();
  }

  @AfterEach
  void close() {
    listening.forEach(Listening::close);
    hub.close();
    server.ifPresent(HttpServer::close);
  }

  private Listening listen(int port, String path, String... headers) {
    Listening stream = Listening.open(port, "127.0.0.1", path, headers);
    listening.add(stream);
    return stream;
  }

  @Test
  void tellsTheStateAtOnceAndEachChangeAfterIt() {
    Listening page = listen(port(), "/environments/production/live");
    page.await("production 0");

    shown.show("production", 1);
    page.await("production 1");
    assertThat(page.head()).contains("200", "text/event-stream", "no-store");
    assertThat(page.text()).contains("retry: 2000", "event: environment\ndata: production 1\n\n");
  }

  @Test
  void aFragmentOfSeveralLinesIsOneEvent() {
    Listening page = listen(port(), "/live");

    page.await("event: overview\ndata: all\ndata: {");
  }

  @Test
  void programsGetJsonOfAllOrOfOne() {
    int port = port();
    Listening all = listen(port, "/api/v1/events");
    Listening one = listen(port, "/api/v1/environments/master/events");

    all.await("data: {\"name\":\"master\",\"number\":0}");
    all.await("data: {\"name\":\"production\",\"number\":0}");
    one.await("data: {\"name\":\"master\",\"number\":0}");
    shown.show("production", 7);
    all.await("{\"name\":\"production\",\"number\":7}");
    assertThat(one.text()).doesNotContain("production");
  }

  @Test
  void whoComesBackGetsWhatTheyMissedAndNothingElse() {
    int port = port();
    Listening first = listen(port, "/environments/production/live");
    first.await("production 0");
    String last = first.lastId();
    // somebody else keeps looking, so that the agent knows what it sent
    Listening witness = listen(port, "/environments/production/live");
    witness.await("production 0");
    first.close();

    Listening same = listen(port, "/environments/production/live", "Last-Event-ID: " + last);
    same.await(": still here");
    assertThat(same.text()).doesNotContain("production");
    same.close();

    shown.show("production", 1);
    shown.show("production", 2);
    witness.await("production 2");
    Listening missed = listen(port, "/environments/production/live", "Last-Event-ID: " + last);
    missed.await("production 2");
    assertThat(missed.text()).doesNotContain("production 1");
  }

  @Test
  void anIdOfAnotherProcessOrOfNobodyIsOlderThanAll() {
    int port = port();
    for (String id : List.of("17abc-999", "x", "-", "999999999999999999999")) {
      listen(port, "/environments/production/live", "Last-Event-ID: " + id).await("production 0");
    }
  }

  @Test
  void whoReadsNothingIsSentOnlyTheNewestAndHoldsNobodyUp() {
    Client slow = new Client(_ -> List.of(new Topic.OfEnvironment("production")));
    assertThat(hub.join(slow, Event.Id.parse(""))).isTrue();
    Listening quick = listen(port(), "/environments/production/live");

    for (int number = 1; number <= 20; number++) {
      shown.show("production", number);
      quick.await("production " + number + "\n");
    }
    assertThat(slow.waiting()).isEqualTo(1);
  }

  @Test
  void whoIsGoneIsForgotten() {
    int port = port();
    Listening gone = listen(port, "/live");
    gone.await("overview");
    assertThat(hub.clients()).isEqualTo(1);

    gone.close();
    await().untilAsserted(() -> assertThat(hub.clients()).isZero());
  }

  @Test
  void twoHundredGetTheNewestStateAndTheNextAreRefusedKindly() {
    int port = port();
    for (int i = 0; i < 200; i++) {
      String address = "127.0.0." + (2 + i / 50);
      listening.add(Listening.open(port, address, "/environments/production/live"));
    }
    await().untilAsserted(() -> assertThat(hub.clients()).isEqualTo(200));
    for (int number = 1; number <= 50; number++) {
      shown.show("production", number);
    }
    listening.forEach(stream -> stream.await("production 50\n"));

    for (int i = 0; i < 50; i++) {
      Client more = new Client(_ -> List.of());
      assertThat(hub.join(more, Event.Id.parse(""))).isTrue();
    }
    Listening refused = Listening.open(port, "127.0.0.9", "/live");
    listening.add(refused);
    refused.await("Too many are looking already");
    assertThat(refused.head()).contains("503", "Retry-After: 30", "application/problem+json");
  }

  @Test
  void aStreamEndsSoonAfterItsTokenWasTakenAway(@TempDir Path folder) throws IOException {
    AccessToken token = AccessToken.random();
    Path file = folder.resolve("tokens");
    Files.write(file, List.of(token.line("rita", Role.READ)));
    int port = port(new AccessConfig(Optional.of(file), true, Optional.empty()));

    Listening stranger = listen(port, "/live");
    stranger.await("401");
    Listening known = listen(port, "/live", "Authorization: Bearer " + token.secret());
    known.await("overview");

    Files.write(file, List.of("# nobody"));
    known.awaitEnd();
  }

  @Test
  void thePortOfTheProbesHasNone() {
    port();
    Listening probe = listen(server.orElseThrow().probePort(), "/live");

    probe.await("404");
  }

  @Test
  void anEnvironmentThatIsNotThereIsNamed() {
    Listening none = listen(port(), "/environments/none/live");

    none.await("there are master, production");
    assertThat(none.head()).contains("404");
  }

  @Test
  void theEndOfTheAgentIsTheEndOfAllStreams() {
    Listening page = listen(port(), "/live");
    page.await("overview");

    hub.close();
    page.awaitEnd();
    server.orElseThrow().close();
  }
}
