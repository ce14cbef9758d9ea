package dev.backstay.plan;

import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;

/**
 * Why a manifest may not be applied.
 *
 * @param field that is wrong, as the API server writes paths: {@code subjects[0].name}; empty for
 *     the object as a whole
 */
record Objection(ProblemCode code, String field, String message, String hint) {
  private static final int LONGEST = 300;

  /** With the field in front, from which its line is found. */
  Problem about(Manifest manifest) {
    String whole = field.isEmpty() ? message : field + ": " + message;
    return Problem.of(code, manifest, oneLine(whole), oneLine(hint));
  }

  /** Fit for a log, whatever stands in the manifest. */
  private static String oneLine(String text) {
    String plain = text.replaceAll("\\p{Cntrl}+", " ");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }
}
