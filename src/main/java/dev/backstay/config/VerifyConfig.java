package dev.backstay.config;

import java.nio.file.Path;

/**
 * Which signatures commits must have before they are followed.
 *
 * @param keys folder that says who may sign
 */
public record VerifyConfig(Signatures signatures, Path keys) {
  /** What is asked of signatures. */
  public enum Signatures {
    /** Every commit must have one, by somebody who may sign. */
    REQUIRED
  }
}
