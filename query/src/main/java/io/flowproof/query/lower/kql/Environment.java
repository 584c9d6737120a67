package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.Kql;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What names stand for besides columns: the lets so far, and the parameters of a function. */
final class Environment {
  /** What a name stands for. */
  sealed interface Binding {}

  /** A value that is the same for all rows. */
  record Value(Scalar scalar) implements Binding {}

  /** A pipeline, lowered anew wherever it is used, with the names that it could see. */
  record Table(Kql.Pipeline pipeline, Environment names) implements Binding {}

  /** Rows handed to a function. */
  record Given(Rows rows) implements Binding {}

  /** A function, with the names that its body can see. */
  record Function(Kql.LetFunction function, Environment names) implements Binding {}

  /** A let whose value was refused: its uses are no new problems. */
  record Broken() implements Binding {}

  private final Map<String, Binding> bindings;

  private Environment(Map<String, Binding> bindings) {
    this.bindings = bindings;
  }

  static Environment empty() {
    return new Environment(Map.of());
  }

  /** These names and one more, which hides an older one. */
  Environment with(String name, Binding binding) {
    Map<String, Binding> more = new HashMap<>(bindings);
    more.put(name, binding);
    return new Environment(more);
  }

  Optional<Binding> find(String name) {
    return Optional.ofNullable(bindings.get(name));
  }

  Set<String> names() {
    return bindings.keySet();
  }
}
