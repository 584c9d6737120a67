package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.Word;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * {@code mvexpand}: an event for each value of a multivalue field, the first {@code limit} of them;
 * an event with one value or none stays as it is.
 */
final class MvexpandLowering {
  private static final EngineFunction PLACES =
      new EngineFunction(
          "PLACES", Types.listOf(Types.LONG), "range(1, greatest(coalesce(len({0}), 1), 1) + 1)");
  private static final EngineFunction AT = new EngineFunction("AT", Types.TEXT, "{0}[{1}]");

  private MvexpandLowering() {}

  static Relation<SplType> lower(
      Command.Words command, Relation<SplType> input, SplContext context) {
    Optional<Word> word = WordCommandLowering.onlyWord(command, context);
    Row row = new Row(context.algebra(), input);
    Optional<Value> value = word.flatMap(w -> WordCommandLowering.field(w.name(), row, context));
    if (value.isEmpty() || value.get().type() != SplType.MULTIVALUE) {
      return input;
    }
    Option option = WordCommandLowering.option(command, "limit");
    int limit = option == null ? 0 : Options.number(option, 0, Integer.MAX_VALUE, context);
    RexNode list = value.get().rex();
    if (limit > 0) {
      list = context.sql().call(first(limit), list);
    }
    return expanded(row, list, word.get().name().name(), context);
  }

  private static EngineFunction first(int limit) {
    return new EngineFunction("FIRST_VALUES", Types.TEXT_LIST, "{0}[1:" + limit + "]");
  }

  /** A row for each element, in the order of the rows and then of the list. */
  static Relation<SplType> expanded(Row row, RexNode list, String field, SplContext context) {
    List<SortKey> order = new ArrayList<>(context.algebra().totalOrder(row.relation()));
    RexNode column = row.once(list);
    RexInputRef place = (RexInputRef) row.unnested(context.sql().call(PLACES, column), Types.LONG);
    order.add(new SortKey(place.getIndex(), SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
    row.moveTo(row.relation().withOrder(order));
    Value one = new Value(context.sql().call(AT, column, place), SplType.TEXT);
    return EvalLowering.with(row, field, one, context);
  }
}
