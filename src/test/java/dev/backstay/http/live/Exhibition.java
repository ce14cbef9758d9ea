package dev.backstay.http.live;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Environments that show a number, for those who look. */
final class Exhibition implements Shown {
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

  Exhibition(String... environments) {
    for (String environment : environments) {
      numbers.put(environment, 0);
    }
  }

  void show(String environment, int number) {
    numbers.put(environment, number);
  }

  @Override
  public List<String> environments() {
    return numbers.keySet().stream().sorted().toList();
  }

  @Override
  public Object version(String environment) {
    return environment.isEmpty() ? Map.copyOf(numbers) : numbers.getOrDefault(environment, -1);
  }

  @Override
  public String overview() {
    return "all\n" + numbers;
  }

  @Override
  public String page(String environment) {
    return environment + " " + numbers.get(environment);
  }

  @Override
  public String json(String environment) {
    return "{\"name\":\"" + environment + "\",\"number\":" + numbers.get(environment) + "}";
  }
}
