package dev.backstay.plan;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Finds fields by paths such as {@code webhooks[].clientConfig.url}; {@code []} is every item. */
final class Fields {
  private Fields() {}

  /**
   * A field that is there.
   *
   * @param path with the numbers of items: {@code webhooks[0].clientConfig.url}
   */
  record Field(String path, JsonNode value) {
    Field child(String name) {
      return new Field(path.isEmpty() ? name : path + "." + name, value.path(name));
    }

    /** Empty if it is no text. */
    String text() {
      return value.asString("");
    }
  }

  static List<Field> at(JsonNode object, String path) {
    List<Field> found = List.of(new Field("", object));
    for (String step : path.split("\\.", -1)) {
      boolean each = step.endsWith("[]");
      String name = each ? step.substring(0, step.length() - 2) : step;
      List<Field> next = new ArrayList<>();
      for (Field field : found) {
        Field child = field.child(name);
        if (each) {
          next.addAll(items(child));
        } else if (!child.value().isMissingNode() && !child.value().isNull()) {
          next.add(child);
        }
      }
      found = next;
    }
    return found;
  }

  private static List<Field> items(Field list) {
    List<Field> items = new ArrayList<>();
    if (list.value().isArray()) {
      int index = 0;
      for (JsonNode item : list.value()) {
        items.add(new Field(list.path() + "[" + index++ + "]", item));
      }
    }
    return items;
  }
}
