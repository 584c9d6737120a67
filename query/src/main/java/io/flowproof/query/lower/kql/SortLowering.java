package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@code sort by}: an order, descending and with nulls last unless told otherwise. */
final class SortLowering {
  private final Binder binder;

  SortLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.Sort sort, Rows rows, Environment names) {
    try {
      return sorted(sort.keys(), rows, names);
    } catch (UnboundException e) {
      return rows; // The columns are the same, so what follows can still be checked.
    }
  }

  /** The rows in an order; a value that is no column becomes a hidden one. */
  Rows sorted(List<KqlOperator.SortKey> keys, Rows rows, Environment names) {
    Algebra algebra = binder.context().algebra();
    Expressions expressions = Expressions.over(binder, rows, names);
    List<Supplier<Scalar>> work = new ArrayList<>();
    keys.forEach(key -> work.add(() -> value(key, expressions)));
    List<Scalar> values = binder.all(work);
    List<Output<KqlType>> outputs = new ArrayList<>();
    for (Field<KqlType> field : rows.fields()) {
      outputs.add(new Output<>(field.name(), algebra.ref(rows.relation(), field), field.type()));
    }
    int visible = outputs.size();
    values.forEach(value -> outputs.add(new Output<>("", value.rex(), value.type())));
    Relation<KqlType> wider = algebra.project(rows.relation(), outputs);
    List<SortKey> order = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      order.add(key(keys.get(i), wider.fields().get(visible + i).index()));
    }
    return rows.with(wider.withFields(wider.fields().subList(0, visible)).withOrder(order));
  }

  private Scalar value(KqlOperator.SortKey key, Expressions expressions) {
    Scalar value = expressions.lower(key.value());
    if (value.type() == KqlType.DYNAMIC) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          key.span(),
          "A dynamic value cannot be sorted by",
          "convert it with tostring(…)");
    }
    return value;
  }

  private static SortKey key(KqlOperator.SortKey key, int index) {
    return new SortKey(
        index,
        key.ascending() ? SortKey.Direction.ASCENDING : SortKey.Direction.DESCENDING,
        key.nullsFirst() ? SortKey.Nulls.FIRST : SortKey.Nulls.LAST);
  }
}
