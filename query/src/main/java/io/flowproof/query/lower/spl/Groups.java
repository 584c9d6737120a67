package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Spl.FieldName;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/**
 * The groups of a BY clause: rows that lack one of the fields belong to no group.
 *
 * @param input the rows that belong to a group
 * @param keys the grouping expressions, plain columns of the input
 * @param fields the keys as fields of the grouped row
 */
record Groups(Relation<SplType> input, List<RexNode> keys, List<Field<SplType>> fields) {

  static Groups of(List<FieldName> names, Relation<SplType> input, SplContext context) {
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
        context.unsupported(
            name.span(), "Grouping by the multivalue field '" + name.name() + "' is not supported");
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
    List<RexNode> present = keys.stream().map(context.sql()::isNotNull).toList();
    Relation<SplType> grouped =
        context.algebra().filter(row.relation(), context.sql().and(present));
    return new Groups(grouped, keys, fields);
  }
}
