package dev.backstay.git.https;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A user and a password, or a token in its place. */
public record Basic(String user, String password) {

  String header() {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Nothing that could end up in a log. */
  @Override
  public String toString() {
    return "credentials";
  }
}
