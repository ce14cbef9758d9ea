package dev.backstay.metrics;

/** The text that Prometheus gets, in the format that it asked for. */
public final class Scrape {
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private final AgentMetrics metrics;

  public Scrape(AgentMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Renders all metrics.
   *
   * @param accept the request's Accept header, empty for none
   */
  public String text(String accept) {
    return metrics.registry().scrape(contentType(accept));
  }

  /** The content type of {@link #text}. */
  public String contentType(String accept) {
    return accept.contains(OPEN_METRICS)
        ? OPEN_METRICS + "; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";
  }
}
