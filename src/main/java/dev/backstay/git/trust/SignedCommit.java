package dev.backstay.git.trust;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A commit taken apart into its signature and what was signed.
 *
 * @param payload the commit without its signature
 * @param signature as armored text; empty for a commit that is not signed
 * @param signatures how many it says to have: git looks at one, so more than one is a trick
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once
record SignedCommit(byte[] payload, String signature, int signatures) {
  private static final byte[] HEADER = "gpgsig ".getBytes(StandardCharsets.US_ASCII);
  private static final String SSH = "-----BEGIN SSH SIGNATURE-----";
  private static final String PGP = "-----BEGIN PGP SIGNATURE-----";

  static SignedCommit of(byte[] raw) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream(raw.length);
    StringBuilder signature = new StringBuilder();
    int signatures = 0;
    boolean within = false;
    int at = 0;
    while (at < raw.length && raw[at] != '\n') {
      int end = endOfLine(raw, at);
      boolean begins = startsWith(raw, at);
      within = begins || (within && raw[at] == ' ');
      signatures += begins ? 1 : 0;
      if (within) {
        int from = begins ? at + HEADER.length : at + 1;
        signature.append(new String(raw, from, end - from, StandardCharsets.ISO_8859_1));
      } else {
        payload.write(raw, at, end - at);
      }
      at = end;
    }
    payload.write(raw, at, raw.length - at);
    return new SignedCommit(payload.toByteArray(), signature.toString(), signatures);
  }

  /** Where the next line begins. */
  private static int endOfLine(byte[] raw, int at) {
    int end = at;
    while (end < raw.length && raw[end] != '\n') {
      end++;
    }
    return Math.min(end + 1, raw.length);
  }

  private static boolean startsWith(byte[] raw, int at) {
    int end = at + HEADER.length;
    return end <= raw.length && Arrays.equals(raw, at, end, HEADER, 0, HEADER.length);
  }

  boolean isSsh() {
    return signature.startsWith(SSH);
  }

  boolean isPgp() {
    return signature.startsWith(PGP);
  }
}
