package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.calcite.rex.RexNode;

/**
 * The visible columns of some rows, to be changed and put back: a column of a name that is there
 * takes its place, another one comes last.
 */
final class VisibleColumns {
  private final Binder binder;
  private Rows rows;
  private final Map<String, Output<KqlType>> outputs = new LinkedHashMap<>();

  VisibleColumns(Binder binder, Rows rows) {
    this.binder = binder;
    this.rows = rows;
    for (Field<KqlType> field : rows.fields()) {
      put(field.name(), binder.context().algebra().ref(rows.relation(), field), field.type());
    }
  }

  VisibleColumns put(String name, Scalar value) {
    return put(name, value.rex(), value.type());
  }

  VisibleColumns put(String name, RexNode value, KqlType type) {
    outputs.put(name, new Output<>(name, value, type));
    return this;
  }

  VisibleColumns remove(String name) {
    outputs.remove(name);
    return this;
  }

  /** The same columns over fewer of the rows. */
  VisibleColumns over(Rows fewer) {
    rows = fewer;
    return this;
  }

  boolean has(String name) {
    return outputs.containsKey(name);
  }

  /** The rows with these columns. */
  Rows project() {
    return rows.with(
        binder.context().algebra().project(rows.relation(), new ArrayList<>(outputs.values())));
  }
}
