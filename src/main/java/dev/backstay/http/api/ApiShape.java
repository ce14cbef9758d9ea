package dev.backstay.http.api;

import dev.backstay.http.api.EnvironmentView.HistoryView;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.History;
import dev.backstay.sync.HistoryEntry;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The API's one shape, also for those who come by a status in another way than over HTTP. */
public final class ApiShape {
  private static final JsonMapper JSON = JsonMapper.shared();

  private ApiShape() {}

  /** As {@code GET /api/v1/environments/{name}} answers. */
  public static ObjectNode of(EnvironmentStatus status) {
    return JSON.valueToTree(EnvironmentView.of(status));
  }

  /** As {@code GET /api/v1/environments/{name}/history} answers. */
  public static ObjectNode of(History history) {
    return of(history.entries());
  }

  static ObjectNode of(List<HistoryEntry> entries) {
    ObjectNode answer = JSON.createObjectNode();
    answer.set("history", JSON.valueToTree(entries.stream().map(HistoryView::of).toList()));
    return answer;
  }
}
