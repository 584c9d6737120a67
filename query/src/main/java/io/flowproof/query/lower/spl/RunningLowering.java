package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.Word;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexNode;

/**
 * Commands that look at the events before, in the order of the search: {@code accum}, {@code
 * delta}, {@code autoregress} and {@code filldown}.
 */
final class RunningLowering {
  private static final int MOST = 1_000_000;
  private static final int MOST_COPIES = 100;
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,7})(?:-([0-9]{1,7}))?");

  private RunningLowering() {}

  /** A running sum; an event whose value is no number keeps it. */
  static Relation<SplType> accum(
      Command.Words command, Relation<SplType> input, SplContext context) {
    Optional<Word> word = WordCommandLowering.onlyWord(command, context);
    Row row = new Row(context.algebra(), input);
    Optional<Value> value = word.flatMap(w -> WordCommandLowering.field(w.name(), row, context));
    if (value.isEmpty()) {
      return input;
    }
    RexNode number = row.once(context.scalars().toDouble(value.get()));
    RexNode sum =
        row.once(
            Frame.soFar(row, context)
                .call(io.flowproof.query.algebra.Types.DOUBLE, "sum({0}){over}", number));
    Value shown =
        new Value(
            context
                .sql()
                .choose(
                    sum.getType(),
                    context.sql().isNotNull(number),
                    sum,
                    context.sql().nullOf(sum.getType())),
            SplType.NUMBER);
    return EvalLowering.with(row, name(word.get()), shown, context);
  }

  private static String name(Word word) {
    return word.as() == null ? word.name().name() : word.as().name();
  }

  /** The number less that of the p-th event before, 1 by default. */
  static Relation<SplType> delta(
      Command.Words command, Relation<SplType> input, SplContext context) {
    Optional<Word> word = WordCommandLowering.onlyWord(command, context);
    Row row = new Row(context.algebra(), input);
    Optional<Value> value = word.flatMap(w -> WordCommandLowering.field(w.name(), row, context));
    if (value.isEmpty()) {
      return input;
    }
    Option p = WordCommandLowering.option(command, "p");
    int places = p == null ? 1 : Options.number(p, 1, MOST, context);
    RexNode number = row.once(context.scalars().toDouble(value.get()));
    RexNode before = row.once(lag(row, number, places, context));
    FieldName as = word.get().as();
    String name = as == null ? "delta(" + word.get().name().name() + ")" : as.name();
    RexNode difference = context.sql().call(StreamstatsLowering.DIFFERENCE, number, before);
    return EvalLowering.with(row, name, new Value(difference, SplType.NUMBER), context);
  }

  private static RexNode lag(Row row, RexNode column, int places, SplContext context) {
    return Frame.soFar(row, context)
        .bounded("")
        .call(column.getType(), "lag({0}, " + places + "){over}", column);
  }

  /** Copies of the value of events before, {@code field_p1} and so on. */
  static Relation<SplType> autoregress(
      Command.Words command, Relation<SplType> input, SplContext context) {
    Optional<Word> word = WordCommandLowering.onlyWord(command, context);
    Row row = new Row(context.algebra(), input);
    Optional<Value> value = word.flatMap(w -> WordCommandLowering.field(w.name(), row, context));
    if (value.isEmpty()) {
      return input;
    }
    Option p = WordCommandLowering.option(command, "p");
    Matcher range = RANGE.matcher(p == null ? "1" : p.value());
    if (!range.matches()) {
      context.error(
          ErrorCode.ARGUMENT,
          command.span(),
          "'p' is a number or a range of numbers",
          "such as p=3 or p=1-5");
      return input;
    }
    int from = Integer.parseInt(range.group(1));
    int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
    FieldName as = word.get().as();
    if (from < 1 || to < from || to - from >= MOST_COPIES || (as != null && to > from)) {
      context.error(
          ErrorCode.ARGUMENT,
          command.span(),
          "'p' must rise from 1 on, by 100 at most, and AS takes one copy only",
          null);
      return input;
    }
    RexNode column = row.once(value.get().rex());
    Relation<SplType> relation = row.relation();
    for (int i = from; i <= to; i++) {
      Row next = new Row(context.algebra(), relation);
      String name = as == null ? word.get().name().name() + "_p" + i : as.name();
      Value copy = new Value(lag(row, column, i, context), value.get().type());
      relation = EvalLowering.with(next, name, copy, context);
      Row moved = new Row(context.algebra(), relation);
      column = moved.field(word.get().name().name()).orElseThrow().rex();
      row.moveTo(relation);
    }
    return relation;
  }

  /** The last value before in the place of a missing one, in the named fields or in all. */
  static Relation<SplType> filldown(
      Command.Words command, Relation<SplType> input, SplContext context) {
    List<String> names =
        command.words().isEmpty()
            ? input.names()
            : WordCommandLowering.fields(command, input, context);
    Relation<SplType> relation = input;
    for (String name : names) {
      Row row = new Row(context.algebra(), relation);
      Value value = row.field(name).orElseThrow();
      RexNode last =
          Frame.soFar(row, context)
              .call(value.rex().getType(), "last_value({0} IGNORE NULLS){over}", value.rex());
      relation = EvalLowering.with(row, name, new Value(last, value.type()), context);
    }
    return relation;
  }
}
