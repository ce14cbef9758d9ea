package dev.backstay.http.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do; each includes those before it. */
public enum Role {
  READ,
  OPERATE;

  /** Whether who has this one may do what needs the other. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }

  static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.toString().equals(word)).findFirst();
  }

  /** As it is written in the token file. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
