package dev.backstay.http.api;

import dev.backstay.http.Refusal;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which part of a list is asked for. A page begins after an item that is named, not after so many:
 * what comes in at the front meanwhile shifts nothing.
 *
 * @param limit most items of a page
 * @param after the key of the last item of the page before; empty for the first page
 */
record Paging(int limit, String after) {
  private static final int USUAL = 100;
  private static final int MOST = 500;

  /**
   * Reads it from the query.
   *
   * @throws Refusal 400 if the limit is none
   */
  static Paging of(Context request) {
    String limit = Optional.ofNullable(request.queryParam("limit")).orElse("");
    return new Paging(
        limit.isEmpty() ? USUAL : limit(limit),
        Optional.ofNullable(request.queryParam("after")).orElse(""));
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1) {
        return Math.min(limit, MOST);
      }
    } catch (NumberFormatException _) {
      // as any other number that cannot be
    }
    throw new Refusal(400, "The limit is not usable", "limit must be a number from 1 to " + MOST);
  }

  /**
   * A part of a list.
   *
   * @param next the key after which the rest begins; empty if this was all
   */
  record Page<T>(List<T> items, Optional<String> next) {}

  /**
   * Takes it from a list.
   *
   * @param key names an item; unlike for all of them
   * @throws Refusal 410 if the item after which it begins is not there any more
   */
  <T> Page<T> of(List<T> all, Function<T, String> key) {
    int from = after.isEmpty() ? 0 : indexAfter(all, key);
    List<T> items = all.subList(from, Math.min(all.size(), from + limit));
    boolean hasMore = from + items.size() < all.size();
    return new Page<>(items, hasMore ? Optional.of(key.apply(items.getLast())) : Optional.empty());
  }

  private <T> int indexAfter(List<T> all, Function<T, String> key) {
    for (int i = 0; i < all.size(); i++) {
      if (key.apply(all.get(i)).equals(after)) {
        return i + 1;
      }
    }
    throw new Refusal(
        410, "The page is gone", "what it began after is not in the list any more; begin anew");
  }

  /** Tells where the next page is, as RFC 8288 has it; filters of the query stay. */
  void link(Context context, Page<?> page) {
    page.next()
        .ifPresent(
            next -> {
              StringBuilder query =
                  new StringBuilder("?limit=" + limit + "&after=" + encoded(next));
              context
                  .queryParamMap()
                  .forEach(
                      (name, values) -> {
                        if (!name.equals("limit") && !name.equals("after")) {
                          values.forEach(
                              v ->
                                  query
                                      .append('&')
                                      .append(encoded(name))
                                      .append('=')
                                      .append(encoded(v)));
                        }
                      });
              context.header("Link", "<" + context.path() + query + ">; rel=\"next\"");
            });
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
