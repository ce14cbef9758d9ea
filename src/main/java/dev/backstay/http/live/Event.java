package dev.backstay.http.live;

import java.util.stream.Collectors;

/**
 * One event of a stream, made once for all who get it.
 *
 * @param id of which process, and which of its events
 * @param text as it is sent: the form is that of the WHATWG's HTML standard, section 9.2
 */
record Event(Id id, String text) {

  /** Tells events of one process from those of another, and newer ones from older ones. */
  record Id(String epoch, long number) {
    /** What a client says that it got last; what nobody here has sent is older than all. */
    static Id parse(String text) {
      int dash = text.lastIndexOf('-');
      try {
        return dash < 0
            ? new Id("", 0)
            : new Id(text.substring(0, dash), Long.parseLong(text.substring(dash + 1)));
      } catch (NumberFormatException _) {
        return new Id("", 0);
      }
    }

    boolean isNewerThan(Id other) {
      return !epoch.equals(other.epoch) || number > other.number;
    }

    @Override
    public String toString() {
      return epoch + "-" + number;
    }
  }

  static Event of(Id id, Topic topic, String data) {
    String lines = data.lines().map(line -> "data: " + line).collect(Collectors.joining("\n"));
    return new Event(id, "id: " + id + "\nevent: " + topic.event() + "\n" + lines + "\n\n");
  }
}
