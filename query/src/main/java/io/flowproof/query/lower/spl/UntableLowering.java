package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Command;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * {@code untable x name value}: for each event and each of its other fields that has a value an
 * event with {@code x}, the field's name and the value.
 */
final class UntableLowering {
  private UntableLowering() {}

  static Relation<SplType> lower(
      Command.Words command, Relation<SplType> input, SplContext context) {
    if (command.words().size() != 3) {
      context.error(
          ErrorCode.SYNTAX,
          command.span(),
          "'untable' takes three fields: the one that stays, and names for the other two",
          "such as: untable _time series value");
      return input;
    }
    String x = command.words().get(0).name().name();
    Row row = new Row(context.algebra(), input);
    Value kept =
        WordCommandLowering.field(command.words().get(0).name(), row, context)
            .orElseGet(() -> context.scalars().missing());
    List<Field<SplType>> others =
        input.fields().stream()
            .filter(f -> !f.name().equals(x) && !f.name().startsWith("_"))
            .toList();
    if (others.isEmpty()) {
      return input;
    }
    List<RexNode> names = new ArrayList<>();
    List<RexNode> values = new ArrayList<>();
    for (Field<SplType> field : others) {
      names.add(context.sql().text(field.name()));
      values.add(context.scalars().toText(row.value(field)));
    }
    RexNode nameList = row.once(context.sql().list(Types.TEXT_LIST, names));
    RexNode valueList = row.once(context.sql().list(Types.TEXT_LIST, values));
    List<SortKey> order = new ArrayList<>(context.algebra().totalOrder(row.relation()));
    RexInputRef place = (RexInputRef) row.unnested(places(others.size(), context), Types.LONG);
    order.add(new SortKey(place.getIndex(), SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
    EngineFunction at = new EngineFunction("AT", Types.TEXT, "{0}[{1}]");
    RexNode value = row.once(context.sql().call(at, valueList, place));
    Relation<SplType> rows =
        context.algebra().filter(row.relation().withOrder(order), context.sql().isNotNull(value));
    return context
        .algebra()
        .project(
            rows,
            List.of(
                new Output<>(x, kept.rex(), kept.type()),
                new Output<>(
                    command.words().get(1).name().name(),
                    context.sql().call(at, nameList, place),
                    SplType.TEXT),
                new Output<>(command.words().get(2).name().name(), value, SplType.TEXT)));
  }

  private static RexNode places(int count, SplContext context) {
    return context
        .sql()
        .call(
            new EngineFunction(
                "PLACES", Types.listOf(Types.LONG), "range(1, " + (count + 1) + ")"));
  }
}
