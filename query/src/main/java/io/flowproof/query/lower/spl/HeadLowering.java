package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Expression;
import io.flowproof.query.spl.Spl.Option;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/**
 * {@code head} keeps the first rows, by number or up to the first that does not fulfil a condition;
 * {@code tail} the last in reverse order, {@code reverse} all of them in reverse order ("head",
 * "tail", "reverse", Search Reference).
 */
final class HeadLowering {
  private static final int DEFAULT = 10;

  private HeadLowering() {}

  static Relation<SplType> lower(Command.Head head, Relation<SplType> input, SplContext context) {
    boolean nullHolds = false;
    boolean keepsLast = false;
    for (Option option : head.options()) {
      switch (option.name()) {
        case "null" -> nullHolds = Options.isTrue(option, context);
        default -> keepsLast = Options.isTrue(option, context);
      }
    }
    if (head.condition() == null) {
      return context.algebra().limit(input, head.limit() == null ? DEFAULT : head.limit());
    }
    Relation<SplType> leading = leading(head.condition(), nullHolds, keepsLast, input, context);
    return head.limit() == null || head.limit() == 0
        ? leading
        : context.algebra().limit(leading, head.limit());
  }

  /** The rows before the first that does not fulfil the condition, that one too if it is kept. */
  private static Relation<SplType> leading(
      Expression condition,
      boolean nullHolds,
      boolean keepsLast,
      Relation<SplType> input,
      SplContext context) {
    Row row = new Row(context.algebra(), input);
    RexNode holds = row.once(new ExpressionLowering(context, row).condition(condition));
    RexNode fails =
        row.once(
            context
                .sql()
                .not(
                    nullHolds
                        ? context.sql().coalesce(Types.BOOLEAN, holds, context.sql().bool(true))
                        : context.sql().isTrue(holds)));
    Frame frame = Frame.soFar(row, context).bounded(keepsLast ? Frame.BEFORE : Frame.SO_FAR);
    RexNode failures = row.once(frame.call(Types.LONG, "coalesce(count_if({0}){over}, 0)", fails));
    Relation<SplType> kept =
        context
            .algebra()
            .filter(row.relation(), context.sql().equal(failures, context.sql().number(0)));
    return kept.withFields(input.fields());
  }

  static Relation<SplType> lower(Command.Tail tail, Relation<SplType> input, SplContext context) {
    return context
        .algebra()
        .limit(reversed(input, context), tail.limit() == null ? DEFAULT : tail.limit());
  }

  static Relation<SplType> reversed(Relation<SplType> input, SplContext context) {
    List<SortKey> order =
        context.algebra().totalOrder(input).stream()
            .map(
                key ->
                    new SortKey(
                        key.index(),
                        key.direction() == SortKey.Direction.ASCENDING
                            ? SortKey.Direction.DESCENDING
                            : SortKey.Direction.ASCENDING,
                        key.nulls() == SortKey.Nulls.FIRST
                            ? SortKey.Nulls.LAST
                            : SortKey.Nulls.FIRST))
            .toList();
    return input.withOrder(order);
  }
}
