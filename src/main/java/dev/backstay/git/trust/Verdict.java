package dev.backstay.git.trust;

/** What becomes of one commit. */
public sealed interface Verdict {
  /**
   * An allowed signer stands behind it.
   *
   * @param signer as the keys folder names them
   * @param fingerprint of the key
   */
  record Trusted(String signer, String fingerprint) implements Verdict {}

  /**
   * Nobody who is allowed to stands behind it.
   *
   * @param why in words that go on from "the commit …: "
   * @param fingerprint of the key that it was signed with; empty if that is not known
   */
  record Refused(String why, String fingerprint) implements Verdict {}
}
