package io.flowproof.query.lower.spl;

import io.flowproof.query.LimitCheck;
import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.function.SplFunctions;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/**
 * {@code sort}: stable, missing values last, and not more than 10,000 rows unless the search asks
 * for more ({@code sort 0} for all). By default a text sorts as a number where it looks like one,
 * as an address where it is one, else by its code points.
 */
final class SortLowering {
  private static final int DEFAULT = 10_000;

  private SortLowering() {}

  static Relation<SplType> lower(Command.Sort sort, Relation<SplType> input, SplContext context) {
    Relation<SplType> sorted = order(sort.keys(), sort.reversed(), input, context);
    int limit = sort.limit() == null ? DEFAULT : sort.limit();
    if (limit == 0) {
      return sorted;
    }
    if (sort.limit() == null) {
      Algebra algebra = context.algebra();
      RelNode counted =
          algebra.aggregate(
              input.plan(), List.of(), List.of(new Measure(Aggregates.COUNT, List.of())));
      context
          .shared()
          .check(
              new LimitCheck(
                  sort.span(),
                  counted,
                  DEFAULT,
                  "sort kept the first 10,000 rows, as Splunk does; sort 0 keeps all"));
    }
    return context.algebra().limit(sorted, limit);
  }

  /** The rows in the order of the keys, and in their old order where these leave it open. */
  static Relation<SplType> order(
      List<CommandPart.SortKey> keys,
      boolean reversed,
      Relation<SplType> input,
      SplContext context) {
    Row row = new Row(context.algebra(), input);
    List<SortKey> order = new ArrayList<>();
    for (CommandPart.SortKey key : keys) {
      boolean descending =
          reversed != (key.direction() == CommandPart.SortKey.Direction.DESCENDING);
      var field = row.field(key.field().name());
      if (field.isEmpty()) {
        context.missingField(key.field().name(), key.field().span(), input.names());
        continue;
      }
      for (RexNode expression : expressions(key.kind(), field.get(), context)) {
        int index = ((org.apache.calcite.rex.RexInputRef) row.once(expression)).getIndex();
        order.add(
            new SortKey(
                index,
                descending ? SortKey.Direction.DESCENDING : SortKey.Direction.ASCENDING,
                SortKey.Nulls.LAST));
      }
    }
    List<SortKey> all = new ArrayList<>(order);
    for (SortKey old : input.order()) {
      if (order.stream().noneMatch(key -> key.index() == old.index())) {
        all.add(old);
      }
    }
    return row.relation().withOrder(all);
  }

  private static List<RexNode> expressions(
      CommandPart.SortKey.Kind kind, Value value, SplContext context) {
    SplScalars scalars = context.scalars();
    return switch (kind) {
      case NUM -> List.of(scalars.toDouble(value));
      case STR -> List.of(scalars.toText(value));
      case IP -> List.of(context.sql().call(SplFunctions.ADDRESS_KEY, scalars.toText(value)));
      case AUTO ->
          value.type() != SplType.TEXT
              ? List.of(value.rex())
              : List.of(
                  scalars.toDouble(value),
                  context.sql().call(SplFunctions.ADDRESS_KEY, value.rex()),
                  value.rex());
    };
  }
}
