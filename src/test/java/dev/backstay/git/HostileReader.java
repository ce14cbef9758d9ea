package dev.backstay.git;

import dev.backstay.manifest.Problem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Reads repositories as the agent does, in a process of its own with little memory. */
final class HostileReader {
  private HostileReader() {}

  /** Arguments: a folder, then URLs. Prints a line for each, and one for the memory at the end. */
  public static void main(String[] arguments) throws IOException {
    for (int i = 1; i < arguments.length; i++) {
      String url = arguments[i];
      String name = url.substring(url.lastIndexOf('/') + 1);
      System.out.println(name + "|" + outcome(Path.of(arguments[0], name), url));
    }
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.println("used|" + used);
  }

  private static String outcome(Path data, String url) {
    try (Opened opened = Opened.at(data, url)) {
      return switch (opened.repository().folder(opened.poll(), "p")) {
        case Folder.Missing(String why) -> why;
        case Folder.Found found ->
            found.files().size()
                + " files, "
                + found.problems().stream()
                    .map(Problem::toString)
                    .collect(Collectors.joining("; "));
      };
    } catch (GitException e) {
      return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    } catch (OutOfMemoryError e) {
      return "OUT OF MEMORY";
    }
  }
}
