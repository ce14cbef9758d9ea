package dev.backstay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.http.access.AccessToken;
import dev.backstay.http.access.FailedTries;
import dev.backstay.http.access.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a browser does, and what another site makes it do. */
final class BrowserTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Path folder;
  private final Doors doors;

  BrowserTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.doors = Doors.withTokens(folder, true);
  }

  @AfterEach
  void close() {
    doors.close();
  }

  private HttpResponse<String> signIn(String token, String... headers) {
    List<String> all = new java.util.ArrayList<>(List.of("Content-Type", FORM));
    all.addAll(List.of(headers));
    return doors.post("/sign-in", "token=" + token, all.toArray(String[]::new));
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElse("").replaceAll(";.*", "");
  }

  private String signedIn() {
    HttpResponse<String> answer = signIn(doors.operator.secret(), "Sec-Fetch-Site", "same-origin");
    assertThat(answer.statusCode()).isEqualTo(303);
    return cookie(answer);
  }

  private String csrf(String cookie) {
    return doors
        .get("/api/v1/visitor", "Cookie", cookie)
        .body()
        .replaceAll(".*\"csrf\":\"([^\"]+)\".*", "$1");
  }

  @Test
  void aTokenIsTypedOnceAndACookieThatNoScriptReadsStandsForIt() {
    HttpResponse<String> form = doors.get("/sign-in");
    assertThat(form.body())
        .contains("method=\"post\"", "type=\"password\"")
        .doesNotContain("<script");
    HttpResponse<String> answer = signIn(doors.operator.secret(), "Sec-Fetch-Site", "same-origin");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Set-Cookie").orElse(""))
        .matches("backstay=[A-Za-z0-9_-]{43}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict");
    assertThat(doors.get("/", "Cookie", cookie(answer)).body()).isEqualTo("the page");
    assertThat(doors.get("/api/v1/visitor", "Cookie", cookie(answer)).body())
        .contains("\"name\":\"otto\"", "\"role\":\"operate\"");
    assertThat(cookie(answer)).doesNotContain(doors.operator.secret());
    assertThat(doors.get("/", "Cookie", "backstay=" + "a".repeat(43)).statusCode()).isEqualTo(303);
  }

  @Test
  void whereTheBrowserSpeaksTlsTheCookieIsBoundToItAndToThisHost() {
    String origin = "https://127.0.0.1:" + doors.server.port();
    HttpResponse<String> answer = signIn(doors.operator.secret(), "Origin", origin);
    assertThat(answer.headers().firstValue("Set-Cookie").orElse(""))
        .startsWith("__Host-backstay=")
        .endsWith("; HttpOnly; SameSite=Strict; Secure")
        .doesNotContain("Domain");
    assertThat(doors.get("/", "Cookie", cookie(answer)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Origin, https://evil.example.com",
    "Origin, null",
    "X-Nothing, at-all"
  })
  void anotherSiteCanNeitherSignInNorOutNorChangeAnything(String header, String value) {
    assertThat(signIn(doors.operator.secret(), header, value).statusCode()).isEqualTo(403);
    String cookie = signedIn();
    String csrf = csrf(cookie);
    for (String path : List.of("/change", "/sign-out")) {
      assertThat(
              doors
                  .post(path, "", "Cookie", cookie, "X-CSRF-Token", csrf, header, value)
                  .statusCode())
          .as(path)
          .isEqualTo(403);
    }
    assertThat(doors.get("/", "Cookie", cookie).statusCode()).isEqualTo(200);
  }

  @Test
  void aChangeNeedsTheWordOfThePageInAHeaderOrInTheForm() {
    String cookie = signedIn();
    String csrf = csrf(cookie);
    String[] own = {"Cookie", cookie, "Sec-Fetch-Site", "same-origin"};
    assertThat(doors.post("/change", "", own).statusCode()).isEqualTo(403);
    String foreign = csrf(signedIn());
    for (String wrong : List.of("x", foreign)) {
      assertThat(
              doors
                  .post(
                      "/change",
                      "",
                      "Cookie",
                      cookie,
                      "Sec-Fetch-Site",
                      "same-origin",
                      "X-CSRF-Token",
                      wrong)
                  .statusCode())
          .isEqualTo(403);
    }
    assertThat(
            doors
                .post(
                    "/change",
                    "",
                    "Cookie",
                    cookie,
                    "Sec-Fetch-Site",
                    "same-origin",
                    "X-CSRF-Token",
                    csrf)
                .body())
        .isEqualTo("changed by otto");
    assertThat(
            doors
                .post(
                    "/change",
                    "csrf=" + csrf,
                    "Cookie",
                    cookie,
                    "Sec-Fetch-Site",
                    "same-origin",
                    "Content-Type",
                    FORM)
                .body())
        .isEqualTo("changed by otto");
  }

  @Test
  void whoMayOnlyReadMayOnlyReadInABrowserToo() {
    String cookie = cookie(signIn(doors.reader.secret(), "Sec-Fetch-Site", "same-origin"));
    assertThat(doors.get("/", "Cookie", cookie).statusCode()).isEqualTo(200);
    assertThat(
            doors
                .post(
                    "/change",
                    "",
                    "Cookie",
                    cookie,
                    "Sec-Fetch-Site",
                    "same-origin",
                    "X-CSRF-Token",
                    csrf(cookie))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void signingOutEndsTheSessionAndSoDoesTheEndOfItsToken() throws Exception {
    String cookie = signedIn();
    HttpResponse<String> out =
        doors.post(
            "/sign-out",
            "csrf=" + csrf(cookie),
            "Cookie",
            cookie,
            "Sec-Fetch-Site",
            "same-origin",
            "Content-Type",
            FORM);
    assertThat(out.statusCode()).isEqualTo(303);
    assertThat(out.headers().allValues("Set-Cookie"))
        .hasSize(2)
        .allMatch(set -> set.contains("=; Path=/; Max-Age=0;"));
    assertThat(doors.get("/", "Cookie", cookie).statusCode()).isEqualTo(303);

    String next = signedIn();
    Files.writeString(folder.resolve("tokens"), AccessToken.random().line("otto", Role.OPERATE));
    assertThat(doors.get("/", "Cookie", next).statusCode()).isEqualTo(303);
  }

  @Test
  void wrongTokensAreSlowedAndTheFormTellsNothing() {
    for (int i = 0; i < FailedTries.MOST; i++) {
      HttpResponse<String> answer =
          signIn("bks_" + i, "Sec-Fetch-Site", "same-origin", "X-Forwarded-For", "10.0.0." + i);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains("lets nobody in").doesNotContain("bks_" + i);
      assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }
    HttpResponse<String> refused = signIn(doors.operator.secret(), "Sec-Fetch-Site", "same-origin");
    assertThat(refused.statusCode()).isEqualTo(429);
  }
}
