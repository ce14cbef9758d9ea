package dev.backstay.cli;

/** How a command prints what it found. */
enum Output {
  TABLE,
  JSON
}
