package dev.backstay.cli;

/** The program. */
public final class Backstay {
  private Backstay() {}

  public static void main(String[] args) {
    System.exit(args.length == 0 ? 2 : 0);
  }
}
