package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code extend}: more columns; one of a name that is there takes its place. */
final class ExtendLowering {
  private final Binder binder;

  ExtendLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.Extend extend, Rows rows, Environment names) {
    Columns columns =
        Columns.of(binder, extend.columns(), Expressions.over(binder, rows, names), rows, true);
    Map<String, Output<KqlType>> all = new LinkedHashMap<>();
    for (Field<KqlType> field : rows.fields()) {
      var ref = binder.context().algebra().ref(rows.relation(), field);
      all.put(field.name(), new Output<>(field.name(), ref, field.type()));
    }
    columns.outputs().forEach(output -> all.put(output.name(), output));
    List<Output<KqlType>> outputs = new ArrayList<>(all.values());
    return rows.with(binder.context().algebra().project(rows.relation(), outputs))
        .withBroken(columns.broken());
  }
}
