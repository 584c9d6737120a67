package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart;
import io.flowproof.query.spl.CommandPart.Word;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code xyseries x y value…} ("xyseries", Search Reference): a row for each {@code x}, a column
 * for each value of {@code y}. It is a chart of the last values without a limit.
 */
final class XyseriesLowering {
  private XyseriesLowering() {}

  static Relation<SplType> lower(
      Command.Words command, Relation<SplType> input, SplContext context) {
    List<FieldName> names = command.words().stream().map(Word::name).toList();
    if (names.size() < 3) {
      context.error(
          ErrorCode.SYNTAX,
          command.span(),
          "'xyseries' takes three fields or more: rows, columns, values",
          "such as: xyseries _time host count");
      return input;
    }
    List<CommandPart.Charted> values = new ArrayList<>();
    for (FieldName name : names.subList(2, names.size())) {
      CommandPart.AggregatedField field = new CommandPart.AggregatedField(name, name.span());
      values.add(new CommandPart.Aggregation("last", name.span(), field, name, name.span()));
    }
    List<Option> options = new ArrayList<>();
    Span span = command.span();
    options.add(new Option("limit", "0", span, span));
    options.add(new Option("usenull", "false", span, span));
    for (Option option : command.options()) {
      if (option.name().equals("grouped")) {
        Options.isTrue(option, context);
      } else {
        options.add(option);
      }
    }
    Command.Chart chart =
        new Command.Chart(
            Command.Chart.Kind.CHART, values, null, names.subList(0, 2), null, options, span);
    return ChartLowering.lower(chart, input, "xyseries", context);
  }
}
