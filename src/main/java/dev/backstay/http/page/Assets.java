package dev.backstay.http.page;

import dev.backstay.http.Access;
import dev.backstay.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What a page is made with besides its text: all of it comes with the program. */
public final class Assets implements Routes {
  private static final String AGE = "public, max-age=300";

  private final byte[] style = read("page.css");

  private static byte[] read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, () -> name + " is not in the jar").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(Access.ASSETS + "page.css", context -> answer(context, "text/css", style));
  }

  private static void answer(Context context, String type, byte[] content) {
    context.header("Cache-Control", AGE).contentType(type).result(content);
  }
}
