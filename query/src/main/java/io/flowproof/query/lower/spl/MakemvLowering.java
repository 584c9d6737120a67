package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.Word;
import io.flowproof.query.spl.Spl.Option;
import java.util.Optional;
import org.apache.calcite.rex.RexNode;

/**
 * {@code makemv} cuts a text into several values, at a delimiter, a blank by default, or by the
 * first group of a regular expression; {@code nomv} makes one text of several values, a line each.
 */
final class MakemvLowering {
  private static final EngineFunction SPLIT =
      new EngineFunction("SPLIT", Types.TEXT_LIST, "string_split({0}, {1})");
  private static final EngineFunction WITHOUT_EMPTY =
      new EngineFunction(
          "WITHOUT_EMPTY", Types.TEXT_LIST, "nullif(list_filter({0}, lambda v: v <> ''), [])");
  private static final EngineFunction LINES =
      new EngineFunction("LINES", Types.TEXT, "array_to_string({0}, chr(10))");

  private MakemvLowering() {}

  static Relation<SplType> lower(
      Command.Words command, Relation<SplType> input, SplContext context) {
    Optional<Word> word = WordCommandLowering.onlyWord(command, context);
    Row row = new Row(context.algebra(), input);
    Optional<Value> value = word.flatMap(w -> WordCommandLowering.field(w.name(), row, context));
    if (value.isEmpty()) {
      return input;
    }
    boolean allowEmpty = WordCommandLowering.isTrue(command, "allowempty", false, context);
    if (WordCommandLowering.isTrue(command, "setsv", false, context)) {
      context.unsupported(command.span(), "'makemv' with setsv is not supported");
    }
    RexNode text = row.once(context.scalars().toText(value.get()));
    Option tokenizer = WordCommandLowering.option(command, "tokenizer");
    RexNode list;
    if (tokenizer != null) {
      Regex regex = Regex.of(tokenizer.value(), tokenizer.valueSpan(), context);
      list = regex.groups(text, Math.min(1, regex.groups()), Integer.MAX_VALUE, context);
    } else {
      String delimiter = WordCommandLowering.text(command, "delim", " ");
      list = context.sql().call(SPLIT, text, context.sql().text(delimiter));
      list = allowEmpty ? list : context.sql().call(WITHOUT_EMPTY, list);
    }
    return EvalLowering.with(
        row, word.get().name().name(), new Value(list, SplType.MULTIVALUE), context);
  }

  static Relation<SplType> nomv(
      Command.Words command, Relation<SplType> input, SplContext context) {
    Optional<Word> word = WordCommandLowering.onlyWord(command, context);
    Row row = new Row(context.algebra(), input);
    Optional<Value> value = word.flatMap(w -> WordCommandLowering.field(w.name(), row, context));
    if (value.isEmpty() || value.get().type() != SplType.MULTIVALUE) {
      return input;
    }
    Value lines = new Value(context.sql().call(LINES, value.get().rex()), SplType.TEXT);
    return EvalLowering.with(row, word.get().name().name(), lines, context);
  }
}
