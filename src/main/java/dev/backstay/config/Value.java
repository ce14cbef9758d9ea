package dev.backstay.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * What became of one setting. Reading goes on past a bad value, so that a file tells all its errors
 * at once; a bad one has been reported when it is made.
 */
sealed interface Value<T> {
  record Given<T>(T value) implements Value<T> {}

  /** Not in the file, and need not be. */
  record Absent<T>() implements Value<T> {}

  record Bad<T>() implements Value<T> {}

  default <R> Value<R> then(Function<T, Value<R>> next) {
    return switch (this) {
      case Given<T>(T value) -> next.apply(value);
      case Absent<T> _ -> new Absent<>();
      case Bad<T> _ -> new Bad<>();
    };
  }

  /** The value; asked for only inside {@link Section#build}, which runs when nothing is bad. */
  default T get() {
    return optional().orElseThrow(() -> new IllegalStateException("a required value is absent"));
  }

  default T or(T fallback) {
    return optional().orElse(fallback);
  }

  default Optional<T> optional() {
    return switch (this) {
      case Given<T>(T value) -> Optional.of(value);
      case Absent<T> _ -> Optional.empty();
      case Bad<T> _ -> throw new IllegalStateException("a bad value was asked for");
    };
  }
}
