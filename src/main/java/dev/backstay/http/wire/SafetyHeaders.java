package dev.backstay.http.wire;

import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/** What every answer tells the browser to keep to, errors too. */
final class SafetyHeaders {
  /**
   * Nothing from elsewhere, no style and no script but our own files. The referrer is kept for this
   * very site, since without it browsers do not say where a form comes from either.
   */
  private static final Map<String, String> ALWAYS =
      Map.ofEntries(
          Map.entry(
              "Content-Security-Policy",
              "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
                  + " form-action 'self'; base-uri 'none';"
                  + " frame-ancestors 'none'"),
          Map.entry("X-Content-Type-Options", "nosniff"),
          Map.entry("X-Frame-Options", "DENY"),
          Map.entry("Referrer-Policy", "same-origin"),
          Map.entry("Cross-Origin-Opener-Policy", "same-origin"),
          Map.entry("Cross-Origin-Embedder-Policy", "require-corp"),
          Map.entry("Cross-Origin-Resource-Policy", "same-origin"),
          Map.entry("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
          Map.entry("Cache-Control", "no-store"));

  private static final String HSTS = "Strict-Transport-Security";
  private static final String A_YEAR = "max-age=31536000";

  private SafetyHeaders() {}

  /** Adds those that are not there yet. */
  static void addTo(HttpFields.Mutable headers, boolean encrypted) {
    ALWAYS.forEach(
        (name, value) -> {
          if (!headers.contains(name)) {
            headers.put(name, value);
          }
        });
    if (encrypted) {
      headers.put(HSTS, A_YEAR);
    }
  }

  static List<String> names() {
    return List.copyOf(ALWAYS.keySet());
  }
}
