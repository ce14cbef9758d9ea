package dev.backstay.config;

import java.util.Locale;

/** What an environment is for; alerts and figures are told apart by it. */
public enum Tier {
  PRODUCTION,
  STAGING,
  DEVELOPMENT;

  /** As the configuration has it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
