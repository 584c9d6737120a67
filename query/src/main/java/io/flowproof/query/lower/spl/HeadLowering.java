package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.Option;
import java.util.List;

/**
 * {@code head} keeps the first rows, {@code tail} the last in reverse order, {@code reverse} all of
 * them in reverse order.
 */
final class HeadLowering {
  private static final int DEFAULT = 10;

  private HeadLowering() {}

  static Relation<SplType> lower(Command.Head head, Relation<SplType> input, SplContext context) {
    if (head.condition() != null) {
      context.unsupported(head.condition().span(), "'head' with a condition is not supported");
    }
    for (Option option : head.options()) {
      context.unsupported(
          option.span(), "'head' with the option '" + option.name() + "' is not supported");
    }
    return context.algebra().limit(input, head.limit() == null ? DEFAULT : head.limit());
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
