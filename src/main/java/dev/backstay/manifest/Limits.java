package dev.backstay.manifest;

/**
 * What one folder may hold. The limits keep a mistake (or an attack) in the config repo from
 * exhausting the agent, which serves other environments too.
 *
 * @param objectBytes JSON of one object; etcd takes 1.5 MiB
 * @param documentBytes text of one YAML or JSON document, with its aliases expanded
 * @param fileBytes one file
 * @param folderBytes all files of a folder, and all their JSON
 * @param objects objects in a folder
 * @param depth mappings and sequences inside each other
 */
public record Limits(
    int objectBytes, int documentBytes, int fileBytes, long folderBytes, int objects, int depth) {

  private static final int MIB = 1024 * 1024;

  public static Limits defaults() {
    return new Limits(MIB, 4 * MIB, 16 * MIB, 64L * MIB, 50_000, 64);
  }

  /**
   * {@code 16 MiB}, {@code 1.5 MiB}, {@code 900 bytes}: how limits and sizes are told to people.
   */
  static String inWords(long bytes) {
    if (bytes < 1024) {
      return bytes + " bytes";
    }
    boolean small = bytes < MIB;
    // rounded up, so that a size over a limit never reads as equal to it
    long tenths = Math.ceilDiv(bytes * 10, small ? 1024 : MIB);
    String number = tenths % 10 == 0 ? "" + tenths / 10 : tenths / 10 + "." + tenths % 10;
    return number + (small ? " KiB" : " MiB");
  }
}
