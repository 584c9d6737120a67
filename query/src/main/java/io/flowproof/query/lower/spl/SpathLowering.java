package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Relation;
import io.flowproof.query.function.JsonFunctions;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.Word;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.Optional;
import org.apache.calcite.rex.RexNode;

/** {@code spath} with a path: the values there of a field that holds JSON. */
final class SpathLowering {
  private SpathLowering() {}

  static Relation<SplType> lower(
      Command.Words command, Relation<SplType> input, SplContext context) {
    Option given = WordCommandLowering.option(command, "path");
    Word word = command.words().isEmpty() ? null : command.words().getFirst();
    String path = given != null ? given.value() : word == null ? null : word.name().name();
    Option from = WordCommandLowering.option(command, "input");
    if (path == null && (from == null || from.value().equals("_raw"))) {
      context.notice(command.span(), "spath finds nothing: an event is a line, and no JSON or XML");
      return input;
    }
    if (path == null) {
      context.error(
          io.flowproof.core.source.ErrorCode.UNSUPPORTED,
          command.span(),
          "'spath' without a path is not supported",
          "name what is wanted: spath input=field path=a.b");
      return input;
    }
    Option source = WordCommandLowering.option(command, "input");
    FieldName field =
        source == null
            ? new FieldName("_raw", command.nameSpan())
            : new FieldName(source.value(), source.valueSpan());
    String output = WordCommandLowering.text(command, "output", path);
    Row row = new Row(context.algebra(), input);
    Optional<Value> value = WordCommandLowering.field(field, row, context);
    Value found =
        value.map(json -> values(json, path, context)).orElseGet(() -> context.scalars().missing());
    return EvalLowering.with(row, output, found, context);
  }

  private static Value values(Value json, String path, SplContext context) {
    RexNode found =
        context
            .sql()
            .call(JsonFunctions.SPATH, context.scalars().toText(json), context.sql().text(path));
    return new Value(Multivalue.ofJson(found, context), SplType.MULTIVALUE);
  }
}
