package dev.backstay.manifest;

import java.util.Optional;

/** What a YAML scalar means: the types that kubectl's YAML library tells apart. */
sealed interface Scalar {
  record Str(String value) implements Scalar {}

  record Bool(boolean value) implements Scalar {}

  record Int(long value) implements Scalar {}

  /** Whole, positive and beyond 63 bits: a number to kubectl, but not allowed as a key. */
  record Unsigned(double value) implements Scalar {}

  record Decimal(double value) implements Scalar {}

  record Null() implements Scalar {}

  /** Has no meaning; the message never repeats the text, which can be a secret. */
  record Wrong(String message, String hint) implements Scalar {}

  /** Empty for what cannot be a key. */
  default Optional<String> key() {
    return switch (this) {
      case Str(String value) -> Optional.of(value);
      case Bool(boolean value) -> Optional.of(Boolean.toString(value));
      case Int(long value) -> Optional.of(Long.toString(value));
      case Decimal(double value) -> Optional.of(Numbers.key(value));
      case Unsigned _, Null _, Wrong _ -> Optional.empty();
    };
  }
}
