package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;

/**
 * The rows of several relations one after the other, each in its own order. A field that one of
 * them lacks is missing in its rows; one that has different types gets the type that holds both.
 */
final class Stack {
  private final SplContext context;
  private final Algebra algebra;
  private final List<Relation<SplType>> parts;
  private final Map<String, SplType> types = new LinkedHashMap<>();
  private final List<List<SortKey>> orders = new ArrayList<>();
  private final List<RelDataType> keyTypes = new ArrayList<>();

  private Stack(List<Relation<SplType>> parts, SplContext context) {
    this.context = context;
    this.algebra = context.algebra();
    this.parts = parts;
    for (Relation<SplType> part : parts) {
      part.fields().forEach(f -> types.merge(f.name(), f.type(), SplScalars::common));
      List<SortKey> order = algebra.totalOrder(part);
      orders.add(order);
      order.forEach(key -> keyTypes.add(type(part.plan(), key.index())));
    }
  }

  /** All rows of the parts, in this order. */
  static Relation<SplType> of(List<Relation<SplType>> parts, SplContext context) {
    return parts.size() == 1 ? parts.getFirst() : new Stack(parts, context).stacked();
  }

  private static RelDataType type(RelNode plan, int index) {
    return plan.getRowType().getFieldList().get(index).getType();
  }

  private Relation<SplType> stacked() {
    boolean hasProvenance = parts.stream().noneMatch(part -> part.provenance().isEmpty());
    List<RelNode> inputs = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      inputs.add(algebra.project(parts.get(i).plan(), columns(i, hasProvenance)));
    }
    RelNode plan = algebra.union(inputs);
    List<Field<SplType>> fields = new ArrayList<>();
    types.forEach((name, type) -> fields.add(new Field<>(name, type, fields.size())));
    int part = fields.size();
    int keys = part + 1;
    List<SortKey> order = new ArrayList<>();
    order.add(new SortKey(part, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
    for (List<SortKey> own : orders) {
      for (SortKey key : own) {
        order.add(new SortKey(keys + order.size() - 1, key.direction(), key.nulls()));
      }
    }
    int provenance = keys + keyTypes.size();
    return new Relation<>(
        plan, fields, hasProvenance ? List.of(provenance, provenance + 1) : List.of(), order);
  }

  private List<RexNode> columns(int number, boolean hasProvenance) {
    Relation<SplType> part = parts.get(number);
    Row row = new Row(algebra, part);
    List<RexNode> columns = new ArrayList<>();
    types.forEach(
        (name, type) ->
            columns.add(
                row.field(name)
                    .map(value -> context.scalars().to(value, type))
                    .orElseGet(() -> context.sql().nullOf(type.physical()))));
    columns.add(context.sql().number(number));
    int next = 0;
    for (int i = 0; i < orders.size(); i++) {
      for (SortKey key : orders.get(i)) {
        RelDataType type = keyTypes.get(next++);
        columns.add(
            i == number ? algebra.ref(part.plan(), key.index()) : context.sql().nullOf(type));
      }
    }
    if (hasProvenance) {
      part.provenance().forEach(index -> columns.add(algebra.ref(part.plan(), index)));
    }
    return columns;
  }
}
