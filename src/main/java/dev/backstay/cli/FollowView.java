package dev.backstay.cli;

import dev.backstay.cli.show.Env;
import dev.backstay.cli.show.RolloutLines;
import dev.backstay.cli.show.Screen;
import dev.backstay.cli.show.StatusTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How a following is shown. */
interface FollowView extends AutoCloseable {
  void show(JsonNode answer, List<Env> environments) throws IOException;

  /** Nobody answers just now. */
  void trouble(String message);

  @Override
  default void close() {}

  /** For files, pipes and logs: one line for each change. */
  static FollowView lines(PrintWriter out, PrintWriter err, InstantSource clock) {
    RolloutLines lines = new RolloutLines();
    return new FollowView() {
      private String told = "";

      @Override
      public void show(JsonNode answer, List<Env> environments) {
        told = "";
        lines.changes(environments, clock.instant()).forEach(out::println);
        out.flush();
      }

      @Override
      public void trouble(String message) {
        if (!message.equals(told)) {
          err.println(message + "; trying on");
          err.flush();
        }
        told = message;
      }
    };
  }

  /**
   * For programs: one document for each change.
   *
   * @param environment the one that was asked for; empty for all
   */
  static FollowView documents(
      PrintWriter out, PrintWriter err, Output output, Optional<String> environment) {
    FollowView lines = lines(out, err, InstantSource.system());
    return new FollowView() {
      private Optional<JsonNode> told = Optional.empty();

      @Override
      public void show(JsonNode answer, List<Env> environments) throws IOException {
        JsonNode document = Selection.document(answer, environment);
        JsonNode told =
            document.path("environments").isArray() ? document.path("environments") : document;
        if (!this.told.equals(Optional.of(told))) {
          out.println(output.nextDocument(document));
          out.flush();
        }
        this.told = Optional.of(told);
      }

      @Override
      public void trouble(String message) {
        lines.trouble(message);
      }
    };
  }

  /** For people at a terminal: the table, drawn in place. */
  static FollowView live(Terminal terminal, PrintWriter out, InstantSource clock, boolean wide) {
    return new LiveView(terminal, out, clock, wide);
  }

  /** Draws in place, and gives the cursor back whatever ends it. */
  final class LiveView implements FollowView {
    private final Screen screen = new Screen();
    private final Terminal terminal;
    private final PrintWriter out;
    private final InstantSource clock;
    private final boolean wide;
    private final Thread restore;
    private List<Env> last = List.of();

    LiveView(Terminal terminal, PrintWriter out, InstantSource clock, boolean wide) {
      this.terminal = terminal;
      this.out = out;
      this.clock = clock;
      this.wide = wide;
      this.restore = Thread.ofPlatform().unstarted(this::showCursor);
      Runtime.getRuntime().addShutdownHook(restore);
      out.print(Screen.HIDE_CURSOR);
    }

    @Override
    public void show(JsonNode answer, List<Env> environments) {
      last = environments;
      draw(List.of());
    }

    @Override
    public void trouble(String message) {
      draw(List.of("", message + "; trying on"));
    }

    private void draw(List<String> below) {
      Terminal.Size size = terminal.size().get();
      List<String> lines =
          new ArrayList<>(
              StatusTable.of(last, clock.instant(), wide)
                  .lines(size.columns(), terminal.hasColours()));
      List<String> reasons = StatusTable.reasons(last);
      if (!reasons.isEmpty()) {
        lines.add("");
        lines.addAll(reasons);
      }
      lines.addAll(below);
      out.print(screen.draw(lines, size.columns(), size.rows()));
      out.flush();
    }

    private void showCursor() {
      out.print(Screen.SHOW_CURSOR);
      out.flush();
    }

    @Override
    public void close() {
      showCursor();
      Runtime.getRuntime().removeShutdownHook(restore);
    }
  }
}
