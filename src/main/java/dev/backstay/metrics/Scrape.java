package dev.backstay.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The text that Prometheus gets, in the format that it asked for. */
public final class Scrape {
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private final AgentMetrics metrics;
  private final ExpositionFormats formats = ExpositionFormats.init();

  public Scrape(AgentMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Renders all metrics.
   *
   * @param accept the request's Accept header, empty for none
   */
  public String text(String accept) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      // the library adds a largest value to each histogram, of a window that nobody knows
      writer(accept)
          .write(
              out,
              metrics.registry().getPrometheusRegistry().scrape(name -> !name.endsWith("_max")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The content type of {@link #text}. */
  public String contentType(String accept) {
    return writer(accept).getContentType();
  }

  private ExpositionFormatWriter writer(String accept) {
    return accept.contains(OPEN_METRICS)
        ? formats.getOpenMetricsTextFormatWriter()
        : formats.getPrometheusTextFormatWriter();
  }
}
