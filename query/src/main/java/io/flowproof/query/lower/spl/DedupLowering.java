package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.algebra.Windows;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * {@code dedup} ("dedup", Search Reference): the first rows, in the order of the search, of each
 * combination of values, or with {@code consecutive=true} of each run of equal ones. The others go;
 * with {@code keepevents=true} they stay without the values. Rows that lack one of the fields go,
 * unless {@code keepempty=true} keeps all of them.
 */
final class DedupLowering {
  private final Command.Dedup dedup;
  private final SplContext context;
  private final Algebra algebra;
  private boolean keepEmpty;
  private boolean keepEvents;
  private boolean consecutive;

  private DedupLowering(Command.Dedup dedup, SplContext context) {
    this.dedup = dedup;
    this.context = context;
    this.algebra = context.algebra();
    for (Option option : dedup.options()) {
      boolean isSet = Options.isTrue(option, context);
      switch (option.name()) {
        case "keepempty" -> keepEmpty = isSet;
        case "keepevents" -> keepEvents = isSet;
        default -> consecutive = isSet;
      }
    }
  }

  static Relation<SplType> lower(Command.Dedup dedup, Relation<SplType> input, SplContext context) {
    return new DedupLowering(dedup, context).lower(input);
  }

  private Relation<SplType> lower(Relation<SplType> input) {
    Relation<SplType> ordered =
        dedup.sortBy().isEmpty()
            ? input
            : SortLowering.order(dedup.sortBy(), false, input, context);
    List<Field<SplType>> fields = fields(ordered);
    List<RexNode> keys = new ArrayList<>();
    fields.forEach(field -> keys.add(algebra.ref(ordered, field)));
    boolean lacks =
        dedup.fields().stream().anyMatch(n -> !n.isPattern() && ordered.field(n.name()).isEmpty());
    if (lacks) {
      keys.add(context.scalars().missing().rex());
    }
    if (keys.isEmpty()) {
      return ordered;
    }
    int count = dedup.count() == null ? 1 : dedup.count();
    if (count == 0) {
      context.error(ErrorCode.ARGUMENT, dedup.span(), "'dedup' needs a count of 1 or more", null);
    }
    return first(ordered, fields, keys, count);
  }

  private List<Field<SplType>> fields(Relation<SplType> input) {
    List<Field<SplType>> fields = new ArrayList<>();
    for (FieldName name : dedup.fields()) {
      var matching = FieldsLowering.matching(name, input);
      if (matching.isEmpty() && !name.isPattern()) {
        context.missingField(name.name(), name.span(), input.names());
      }
      fields.addAll(matching);
    }
    return fields;
  }

  private Relation<SplType> first(
      Relation<SplType> input, List<Field<SplType>> fields, List<RexNode> keys, int count) {
    List<RexNode> missing = keys.stream().map(context.sql()::isNull).toList();
    Relation<SplType> candidates =
        keepEmpty || keepEvents
            ? input
            : algebra.filter(
                input, context.sql().and(keys.stream().map(context.sql()::isNotNull).toList()));
    Row row = new Row(algebra, candidates);
    List<RexNode> group = consecutive ? List.of(run(row, keys)) : keys;
    RexNode number = row.once(Windows.rowNumber(algebra, row.relation(), group));
    RexNode early =
        context
            .sql()
            .call(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, number, context.sql().number(count));
    RexNode kept =
        keepEmpty || keepEvents ? context.sql().or(early, context.sql().or(missing)) : early;
    return keepEvents ? withoutValues(row, fields, kept) : algebra.filter(row.relation(), kept);
  }

  /** A number that is the same for rows in sequence with equal values. */
  private RexNode run(Row row, List<RexNode> keys) {
    Frame before = Frame.soFar(row, context).bounded("");
    List<RexNode> changes = new ArrayList<>();
    for (RexNode key : keys) {
      changes.add(
          row.once(before.call(Types.BOOLEAN, "({0} IS DISTINCT FROM lag({0}){over})", key)));
    }
    RexNode change = row.once(context.sql().or(changes));
    return row.once(Frame.soFar(row, context).call(Types.LONG, "count_if({0}){over}", change));
  }

  private Relation<SplType> withoutValues(Row row, List<Field<SplType>> fields, RexNode kept) {
    RexNode keeps = row.once(kept);
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    for (Field<SplType> field : fields) {
      RexNode value = row.value(field).rex();
      RexNode shown =
          context
              .sql()
              .choose(value.getType(), keeps, value, context.sql().nullOf(value.getType()));
      EvalLowering.set(outputs, new Output<>(field.name(), shown, field.type()));
    }
    return algebra.project(row.relation(), outputs);
  }
}
