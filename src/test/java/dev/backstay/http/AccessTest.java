package dev.backstay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.config.AccessConfig;
import dev.backstay.config.AddressRange;
import dev.backstay.config.TrustedProxyConfig;
import dev.backstay.config.TrustedProxyConfig.People;
import dev.backstay.http.access.AccessToken;
import dev.backstay.http.access.FailedTries;
import dev.backstay.http.access.Role;
import dev.backstay.testing.CapturedLog;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, by tokens and by a trusted proxy. */
final class AccessTest {
  @TempDir private Path folder = Path.of("");

  private static String bearer(AccessToken token) {
    return "Bearer " + token.secret();
  }

  private static AccessConfig anyone() {
    return new AccessConfig(Optional.empty(), false, Optional.empty());
  }

  @Test
  void withoutTokensNobodyMayChangeAnything() {
    try (Doors doors = Doors.open(anyone())) {
      HttpResponse<String> response =
          doors.post("/change", "", "Authorization", bearer(doors.operator));
      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("application/problem+json");
      assertThat(response.body()).contains("http.tokenFile");
      assertThat(doors.get("/").body()).isEqualTo("the page");
    }
  }

  @Test
  void onlyARightTokenWithTheRoleOperateOpens() throws Exception {
    try (Doors doors = Doors.withTokens(folder, false)) {
      for (String wrong :
          List.of("Bearer ", "Bearer x", bearer(AccessToken.random()), "Basic b3R0bw==", "")) {
        HttpResponse<String> response = doors.post("/change", "", "Authorization", wrong);
        assertThat(response.statusCode()).as(wrong).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
            .startsWith("Bearer");
      }
      HttpResponse<String> reader =
          doors.post("/change", "", "Authorization", bearer(doors.reader));
      assertThat(reader.statusCode()).isEqualTo(403);
      assertThat(reader.body()).contains("the role operate", "rita has the role read only");
      assertThat(doors.post("/change", "", "Authorization", bearer(doors.operator)).body())
          .isEqualTo("changed by otto");
      assertThat(
              doors
                  .post("/change", "", "authorization", "bearer " + doors.operator.secret())
                  .statusCode())
          .isEqualTo(200);
      assertThat(doors.post("/nowhere", "").statusCode()).as("a forgotten route").isEqualTo(401);
      assertThat(doors.get("/api/v1/environments/a").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void tokensAreRotatedWithoutARestart() throws Exception {
    Path file = folder.resolve("tokens");
    try (Doors doors = Doors.open(new AccessConfig(Optional.of(file), false, Optional.empty()))) {
      String old = bearer(doors.operator);
      assertThat(doors.post("/change", "", "Authorization", old).statusCode())
          .as("the file is missing")
          .isEqualTo(503);
      Files.writeString(file, doors.operator.line("otto", Role.OPERATE));
      assertThat(doors.post("/change", "", "Authorization", old).statusCode()).isEqualTo(200);
      AccessToken next = AccessToken.random();
      Files.writeString(file, next.line("otto", Role.OPERATE));
      assertThat(doors.post("/change", "", "Authorization", old).statusCode()).isEqualTo(401);
      assertThat(doors.post("/change", "", "Authorization", bearer(next)).statusCode())
          .isEqualTo(200);
      Files.writeString(file, next.secret());
      assertThat(doors.post("/change", "", "Authorization", bearer(next)).statusCode())
          .as("a plain token in the file")
          .isEqualTo(401);
    }
  }

  @Test
  void readingNeedsARoleWhereTheConfigurationSaysSo() throws Exception {
    try (Doors doors = Doors.withTokens(folder, true)) {
      HttpResponse<String> page = doors.get("/");
      assertThat(page.statusCode()).isEqualTo(303);
      assertThat(page.headers().firstValue("Location")).contains("/sign-in");
      assertThat(page.body()).doesNotContain("the page");
      for (String path : List.of("/api/v1/environments/a", "/nowhere", "/webhooks/any", "//")) {
        assertThat(doors.get(path).statusCode()).as(path).isIn(400, 401);
      }
      for (AccessToken token : List.of(doors.reader, doors.operator)) {
        assertThat(doors.get("/", "Authorization", bearer(token)).body()).isEqualTo("the page");
      }
      assertThat(doors.get("/sign-in").statusCode()).isEqualTo(200);
      assertThat(doors.post("/webhooks/any", "abc").body())
          .as("webhooks prove by themselves who sent them")
          .isEqualTo("3");
    }
  }

  @Test
  void whoTriesTooManyTokensIsSlowedAndNobodyElseIs() throws Exception {
    try (Doors doors = Doors.withTokens(folder, false);
        CapturedLog log = CapturedLog.listen()) {
      for (int i = 0; i < FailedTries.MOST; i++) {
        String wrong = bearer(AccessToken.random());
        assertThat(
                doors
                    .post("/change", "", "Authorization", wrong, "X-Forwarded-For", "10.0.0." + i)
                    .statusCode())
            .isEqualTo(401);
      }
      HttpResponse<String> refused =
          doors.post("/change", "", "Authorization", bearer(AccessToken.random()));
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).contains("60");
      assertThat(doors.post("/change", "", "Authorization", bearer(doors.operator)).statusCode())
          .as("a right one from the same address")
          .isEqualTo(200);
      assertThat(log.text()).doesNotContain("bks_");
    }
  }

  private static AccessConfig proxied(String address, int prefix) {
    return new AccessConfig(
        Optional.empty(),
        true,
        Optional.of(
            new TrustedProxyConfig(
                List.of(new AddressRange(InetAddress.ofLiteral(address), prefix)),
                "X-User",
                Optional.empty(),
                new People(List.of("rita"), List.of()),
                new People(List.of("otto"), List.of()))));
  }

  @Test
  void whatAProxySaysIsBelievedFromItsAddress() {
    try (Doors doors = Doors.open(proxied("127.0.0.1", 32))) {
      assertThat(doors.get("/", "X-User", "rita").body()).isEqualTo("the page");
      assertThat(doors.get("/api/v1/environments/a", "X-User", "eve").statusCode()).isEqualTo(401);
      assertThat(
              doors.get("/api/v1/environments/a", "X-User", "rita", "X-User", "otto").statusCode())
          .as("two names")
          .isEqualTo(401);
      String word = doors.get("/api/v1/visitor", "X-User", "otto").body();
      String csrf = word.replaceAll(".*\"csrf\":\"([^\"]+)\".*", "$1");
      String[] own = {"X-User", "otto", "Sec-Fetch-Site", "same-origin", "X-CSRF-Token", csrf};
      assertThat(doors.post("/change", "", own).body()).isEqualTo("changed by otto");
      assertThat(doors.post("/change", "", "X-User", "otto").statusCode())
          .as("another site made the browser send it")
          .isEqualTo(403);
      assertThat(
              doors
                  .post("/change", "", "X-User", "rita", "Sec-Fetch-Site", "same-origin")
                  .statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void whatSomebodyElseSaysInItsHeaderIsNot() {
    try (Doors doors = Doors.open(proxied("127.0.0.2", 32))) {
      for (String path : List.of("/api/v1/environments/a", "/api/v1/visitor")) {
        assertThat(doors.get(path, "X-User", "otto", "X-Forwarded-For", "127.0.0.2").statusCode())
            .as(path)
            .isEqualTo(401);
      }
      assertThat(doors.post("/change", "", "X-User", "otto").statusCode()).isEqualTo(401);
    }
  }
}
