package dev.backstay.http.page;

import dev.backstay.http.Access;
import dev.backstay.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a page is made with besides its text: all of it comes with the program. */
public final class Assets implements Routes {
  private static final String SCRIPT = "text/javascript";
  private static final Map<String, Asset> ALL =
      Stream.of(
              Asset.read("page.css", "text/css"),
              Asset.read("icon.svg", "image/svg+xml"),
              Asset.read("htmx.min.js", SCRIPT),
              Asset.read("sse.js", SCRIPT),
              Asset.read("app.js", SCRIPT))
          .collect(Collectors.toUnmodifiableMap(Asset::name, Function.identity()));

  /** Where one of them is. */
  public static String href(String name) {
    Asset asset = Objects.requireNonNull(ALL.get(name), name);
    return Access.ASSETS + asset.name() + "?v=" + asset.version();
  }

  @Override
  public void addTo(RoutesConfig routes) {
    ALL.values()
        .forEach(
            asset -> routes.get(Access.ASSETS + asset.name(), context -> answer(context, asset)));
  }

  private static void answer(Context context, Asset asset) {
    boolean isKnown = asset.version().equals(context.queryParam("v"));
    context.header("Cache-Control", isKnown ? "public, max-age=31536000, immutable" : "no-cache");
    context.header("Vary", "Accept-Encoding");
    String accepted = context.header("Accept-Encoding");
    if (accepted != null && accepted.contains("gzip")) {
      context.header("Content-Encoding", "gzip");
      context.contentType(asset.type()).result(asset.zipped());
    } else {
      context.contentType(asset.type()).result(asset.plain());
    }
  }
}
