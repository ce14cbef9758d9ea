package dev.backstay.git;

import java.util.EnumSet;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each object that is fetched: what git itself could not read, or is far beyond any use,
 * is not taken in. Names are not judged here: those in an environment's folder are told with their
 * place when it is read, and all others do no harm.
 */
final class FetchedObjects extends ObjectChecker {
  /** The message and what is before it. */
  static final int COMMIT_BYTES = 1024 * 1024;

  static final int PARENTS = 256;

  private static final byte[] PARENT = Constants.encodeASCII("parent ");

  FetchedObjects() {
    EnumSet<ErrorType> minded =
        EnumSet.of(
            ErrorType.BAD_OBJECT_SHA1,
            ErrorType.BAD_PARENT_SHA1,
            ErrorType.BAD_TREE_SHA1,
            ErrorType.MISSING_OBJECT,
            ErrorType.MISSING_TREE,
            ErrorType.UNKNOWN_TYPE);
    setIgnore(EnumSet.complementOf(minded));
    setAllowInvalidPersonIdent(true);
    setAllowLeadingZeroFileMode(true);
  }

  @Override
  public void check(@Nullable AnyObjectId id, int type, byte[] raw) throws CorruptObjectException {
    if (type == Constants.OBJ_COMMIT) {
      String name = id == null ? "" : id.name();
      if (raw.length > COMMIT_BYTES) {
        throw new CorruptObjectException(
            "commit " + name + " has " + raw.length + " bytes, more than " + COMMIT_BYTES);
      }
      if (parents(raw) > PARENTS) {
        throw new CorruptObjectException(
            "commit " + name + " has more than " + PARENTS + " parents");
      }
    }
    super.check(id, type, raw);
  }

  private static int parents(byte[] raw) {
    int count = 0;
    for (int at = 0; at < raw.length && raw[at] != '\n'; at++) {
      if (RawParseUtils.match(raw, at, PARENT) > 0) {
        count++;
      }
      while (at < raw.length && raw[at] != '\n') {
        at++;
      }
    }
    return count;
  }
}
