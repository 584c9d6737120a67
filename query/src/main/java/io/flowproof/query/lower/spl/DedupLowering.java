package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Windows;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * {@code dedup}: the first rows, in the order of the search, of each combination of values. Rows
 * that lack one of the fields go, unless {@code keepempty=true} keeps all of them.
 */
final class DedupLowering {
  private DedupLowering() {}

  static Relation<SplType> lower(Command.Dedup dedup, Relation<SplType> input, SplContext context) {
    boolean keepEmpty = false;
    for (Option option : dedup.options()) {
      if (option.name().equals("keepempty")) {
        keepEmpty = Options.isTrue(option, context);
      } else if (Options.isTrue(option, context)) {
        context.unsupported(
            option.span(), "'dedup' with the option '" + option.name() + "' is not supported");
      }
    }
    Relation<SplType> ordered =
        dedup.sortBy().isEmpty()
            ? input
            : SortLowering.order(dedup.sortBy(), false, input, context);
    List<RexNode> keys = keys(dedup, ordered, context);
    if (keys.isEmpty()) {
      return ordered;
    }
    int count = dedup.count() == null ? 1 : dedup.count();
    if (count == 0) {
      context.error(ErrorCode.ARGUMENT, dedup.span(), "'dedup' needs a count of 1 or more", null);
    }
    return first(ordered, keys, count, keepEmpty, context);
  }

  private static List<RexNode> keys(
      Command.Dedup dedup, Relation<SplType> input, SplContext context) {
    List<RexNode> keys = new ArrayList<>();
    for (FieldName name : dedup.fields()) {
      var fields = FieldsLowering.matching(name, input);
      if (fields.isEmpty()) {
        context.missingField(name.name(), name.span(), input.names());
        keys.add(context.scalars().missing().rex());
      }
      fields.forEach(field -> keys.add(context.algebra().ref(input, field)));
    }
    return keys;
  }

  private static Relation<SplType> first(
      Relation<SplType> input,
      List<RexNode> keys,
      int count,
      boolean keepEmpty,
      SplContext context) {
    Algebra algebra = context.algebra();
    List<RexNode> present = keys.stream().map(context.sql()::isNotNull).toList();
    Relation<SplType> candidates =
        keepEmpty ? input : algebra.filter(input, context.sql().and(present));
    Row row = new Row(algebra, candidates);
    RexNode number = row.once(Windows.rowNumber(algebra, candidates, keys));
    RexNode early =
        context
            .sql()
            .call(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, number, context.sql().number(count));
    List<RexNode> missing = keys.stream().map(context.sql()::isNull).toList();
    RexNode kept = keepEmpty ? context.sql().or(early, context.sql().or(missing)) : early;
    RelNode filtered = algebra.filter(row.relation().plan(), kept);
    return new Relation<>(
        filtered, input.fields(), input.provenance(), input.order(), input.addressKeys());
  }
}
