package io.flowproof.query.lower.kql;

import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.SavedFunction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

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

  /**
   * A function, with the names that its body can see.
   *
   * @param saved what it was saved as; null for a function of a let
   */
  record Function(Kql.LetFunction function, Environment names, @Nullable SavedFunction saved)
      implements Binding {
    Function(Kql.LetFunction function, Environment names) {
      this(function, names, null);
    }
  }

  /** A value of some row, where a table is made: rows of a table know no other row. */
  record RowValue() implements Binding {}

  /** A let whose value was refused: its uses are no new problems. */
  record Broken() implements Binding {}

  private final Map<String, Binding> bindings;
  private final boolean ofRow;

  private Environment(Map<String, Binding> bindings, boolean ofRow) {
    this.bindings = bindings;
    this.ofRow = ofRow;
  }

  static Environment empty() {
    return new Environment(Map.of(), false);
  }

  /** These names and one more, which hides an older one. */
  Environment with(String name, Binding binding) {
    Map<String, Binding> more = new HashMap<>(bindings);
    more.put(name, binding);
    return new Environment(more, ofRow || isOfRow(binding));
  }

  /** These names where a table is made inside an expression: values of the row are not for use. */
  Environment insideTable() {
    return insideTable(new IdentityHashMap<>());
  }

  private Environment insideTable(Map<Environment, Environment> done) {
    if (!ofRow) {
      return this;
    }
    Environment known = done.get(this);
    if (known != null) {
      return known;
    }
    Map<String, Binding> inside = new HashMap<>();
    bindings.forEach((name, binding) -> inside.put(name, inside(binding, done)));
    Environment result = new Environment(inside, false);
    done.put(this, result);
    return result;
  }

  private static Binding inside(Binding binding, Map<Environment, Environment> done) {
    return switch (binding) {
      case Value value -> isOfRow(value) ? new RowValue() : value;
      case Table table -> new Table(table.pipeline(), table.names().insideTable(done));
      case Function function ->
          new Function(function.function(), function.names().insideTable(done));
      case Given given -> given;
      case RowValue value -> value;
      case Broken broken -> broken;
    };
  }

  private static boolean isOfRow(Binding binding) {
    return switch (binding) {
      case Value value -> RexUtil.containsInputRef(value.scalar().rex());
      case Table table -> table.names().ofRow;
      case Function function -> function.names().ofRow;
      case Given given -> false;
      case RowValue value -> false;
      case Broken broken -> false;
    };
  }

  Optional<Binding> find(String name) {
    return Optional.ofNullable(bindings.get(name));
  }

  /** The function of that name: one of a let, or else a saved one. */
  Optional<Function> function(String name, Catalog catalog) {
    Binding binding = bindings.get(name);
    if (binding != null) {
      return binding instanceof Function function ? Optional.of(function) : Optional.empty();
    }
    return Optional.ofNullable(catalog.given().functions().get(name))
        .map(saved -> new Function(saved.function(), empty(), saved));
  }

  /** The names of lets with the word {@code view}. */
  Set<String> views() {
    Set<String> views = new HashSet<>();
    bindings.forEach(
        (name, binding) -> {
          if (binding instanceof Function function && function.function().view()) {
            views.add(name);
          }
        });
    return views;
  }

  Set<String> names() {
    return bindings.keySet();
  }
}
