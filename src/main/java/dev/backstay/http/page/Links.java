package dev.backstay.http.page;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.sync.EnvironmentStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Where things are on the page. */
public final class Links {
  private Links() {}

  /** The page of an environment. */
  public static String environment(String name) {
    return "/environments/" + encoded(name);
  }

  /** The page of an entry of its history. */
  public static String sync(String environment, int number) {
    return environment(environment) + "/syncs/" + number;
  }

  /** What happened to an object, and what its containers say. */
  public static String object(EnvironmentStatus environment, ObjectKey key) {
    String path =
        environment(environment.name())
            + "/objects/"
            + encoded(key.groupKind().toLowerCase(Locale.ROOT))
            + "/"
            + encoded(key.name());
    boolean elsewhere = !key.namespace().equals(environment.namespace());
    return elsewhere ? path + "?namespace=" + encoded(key.namespace()) : path;
  }

  /** The lines of a file around one of them, as they were at a revision. */
  public static String file(String environment, String revision, String path, int line) {
    return environment(environment)
        + "/files?revision="
        + encoded(revision)
        + "&path="
        + encoded(path)
        + "&line="
        + line;
  }

  /** The difference between two revisions of the folder. */
  public static String diff(String environment, String from, String to) {
    return environment(environment) + "/diff?from=" + encoded(from) + "&to=" + encoded(to);
  }

  /** The difference between the folders of two environments. */
  public static String against(String environment, String other) {
    return environment(environment) + "/diff?against=" + encoded(other);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
