package dev.backstay.sync;

import dev.backstay.cluster.Inquiry;
import java.util.List;

/**
 * What can be found out of an object that is not as it should be. Secrets are taken out of all of
 * it.
 *
 * @param events of the object and of its pods that are not well, the newest first
 * @param logs what containers of those pods wrote last
 * @param gaps what could not be found out, and why
 */
public record Why(List<Inquiry.Event> events, List<Log> logs, List<String> gaps) {
  public Why {
    events = List.copyOf(events);
    logs = List.copyOf(logs);
    gaps = List.copyOf(gaps);
  }

  /**
   * The end of a container's log.
   *
   * @param previous it is that of a container that has ended since
   */
  public record Log(String pod, String container, boolean previous, List<String> lines) {
    public Log {
      lines = List.copyOf(lines);
    }
  }
}
