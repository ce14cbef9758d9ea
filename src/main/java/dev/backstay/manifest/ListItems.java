package dev.backstay.manifest;

import java.util.function.Predicate;

/**
 * Takes lists apart, as kubectl does: {@code kind: List} and typed lists, also inside each other.
 */
final class ListItems {
  private ListItems() {}

  /**
   * @param consumer gets the document, or each item of it if it is a list; false ends the reading
   */
  static boolean each(Value document, Findings findings, Predicate<Value> consumer) {
    if (!(document instanceof Value.Mapping list) || !isList(list)) {
      return consumer.test(document);
    }
    Value items = list.get("items");
    if (items instanceof Value.Sequence sequence) {
      for (Value item : sequence.items()) {
        if (!each(typed(item, list), findings, consumer)) {
          return false;
        }
      }
    } else if (!(items instanceof Value.Null)) {
      findings.add(
          ProblemCode.NOT_AN_OBJECT,
          list.lineOf("items"),
          "a " + list.text("kind") + " needs its objects in a list named items",
          "");
    }
    return true;
  }

  /** A custom kind may well be called AllowList, and has no items then. */
  private static boolean isList(Value.Mapping object) {
    String kind = object.text("kind");
    return kind.equals("List") || (kind.endsWith("List") && object.get("items") != null);
  }

  /** In a ConfigMapList, items may leave out what they are; in a List they may not. */
  private static Value typed(Value item, Value.Mapping list) {
    String itemKind = list.text("kind").replaceAll("List$", "");
    Value apiVersion = list.get("apiVersion");
    if (!(item instanceof Value.Mapping object)
        || itemKind.isEmpty()
        || apiVersion == null
        || !object.text("kind").isEmpty()
        || !object.text("apiVersion").isEmpty()) {
      return item;
    }
    int line = object.line();
    return object
        .with("kind", new Value.Entry(line, new Value.Text(line, itemKind)))
        .with("apiVersion", new Value.Entry(line, apiVersion));
  }
}
