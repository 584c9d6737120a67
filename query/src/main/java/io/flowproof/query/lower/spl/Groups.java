package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Spl.FieldName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a BY clause: rows that lack one of the fields belong to no group, and rows with
 * several values of a field belong to several.
 *
 * @param input the rows that belong to a group
 * @param keys the grouping expressions, plain columns of the input
 * @param fields the keys as fields of the grouped row
 */
record Groups(Relation<SplType> input, List<RexNode> keys, List<Field<SplType>> fields) {
  private static final EngineFunction DISTINCT =
      new EngineFunction("DISTINCT_VALUES", Types.TEXT_LIST, "list_distinct({0})");

  static Groups of(List<FieldName> names, Relation<SplType> input, SplContext context) {
    return present(read(names, input, value -> value, context), context);
  }

  /** The same where a row belongs once to a group, also when it has the value twice. */
  static Groups ofDistinct(List<FieldName> names, Relation<SplType> input, SplContext context) {
    return present(
        read(names, input, value -> context.sql().call(DISTINCT, value), context), context);
  }

  private static Groups present(Groups all, SplContext context) {
    List<RexNode> present = all.keys.stream().map(context.sql()::isNotNull).toList();
    return new Groups(
        context.algebra().filter(all.input, context.sql().and(present)), all.keys, all.fields);
  }

  /** The same groups over all rows, those that belong to none as well, one row for each. */
  static Groups keeping(List<FieldName> names, Relation<SplType> input, SplContext context) {
    return read(names, input, null, context);
  }

  private static Groups read(
      List<FieldName> names,
      Relation<SplType> input,
      @Nullable UnaryOperator<RexNode> exploded,
      SplContext context) {
    Row row = new Row(context.algebra(), input);
    List<RexNode> keys = new ArrayList<>();
    List<Field<SplType>> fields = new ArrayList<>();
    for (FieldName name : names) {
      Value value = row.field(name.name()).orElse(null);
      if (value == null) {
        context.missingField(name.name(), name.span(), input.names());
        value = new Value(row.once(context.scalars().missing().rex()), SplType.TEXT);
      }
      if (value.type() == SplType.MULTIVALUE) {
        value =
            exploded != null
                ? row.eachOf(new Value(exploded.apply(value.rex()), value.type()))
                : new Value(row.once(context.scalars().toText(value)), SplType.TEXT);
      }
      String field = name.name();
      if (fields.stream().anyMatch(f -> f.name().equals(field))) {
        context.error(
            ErrorCode.AMBIGUOUS_NAME,
            name.span(),
            "The field '" + field + "' is given twice",
            null);
        continue;
      }
      fields.add(new Field<>(field, value.type(), keys.size()));
      keys.add(value.rex());
    }
    return new Groups(row.relation(), keys, fields);
  }
}
