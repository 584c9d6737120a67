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
 * {@code contingency row column} ("contingency", Search Reference): how often the values of two
 * fields come together, with totals. It is a chart of counts with totals of its rows and columns.
 */
final class ContingencyLowering {
  private static final int MOST_COLUMNS = 1_000;

  private ContingencyLowering() {}

  static Relation<SplType> lower(
      Command.Words command, Relation<SplType> input, SplContext context) {
    List<FieldName> fields = command.words().stream().map(Word::name).toList();
    if (fields.size() != 2) {
      context.error(
          ErrorCode.SYNTAX,
          command.span(),
          "'" + command.name() + "' takes two fields: one for the rows, one for the columns",
          "such as: contingency src_ip dest_port");
      return input;
    }
    for (Option option : command.options()) {
      if (option.name().equals("mincolcover") || option.name().equals("minrowcover")) {
        context.unsupported(
            option.span(), "The option '" + option.name() + "' is not supported here");
      }
    }
    Relation<SplType> chart = ChartLowering.lower(chart(command, fields), input, "chart", context);
    Option most = WordCommandLowering.option(command, "maxrows");
    if (most != null) {
      int rows = Options.number(most, 0, 999_999_999, context);
      chart = rows == 0 ? chart : context.algebra().limit(chart, rows);
    }
    return WordCommandLowering.isTrue(command, "usetotal", true, context)
        ? totals(command, fields.getFirst(), chart, context)
        : chart;
  }

  private static Command.Chart chart(Command.Words command, List<FieldName> fields) {
    Span span = command.span();
    List<Option> options = new ArrayList<>();
    options.add(new Option("usenull", "false", span, span));
    options.add(
        new Option(
            "limit",
            WordCommandLowering.text(command, "maxcols", String.valueOf(MOST_COLUMNS)),
            span,
            span));
    options.add(
        new Option("useother", WordCommandLowering.text(command, "useother", "true"), span, span));
    options.add(
        new Option(
            "otherstr",
            WordCommandLowering.text(command, "otherstr", "EVERYTHING_ELSE"),
            span,
            span));
    return new Command.Chart(
        Command.Chart.Kind.CHART,
        List.of(new CommandPart.Aggregation("count", span, null, null, span)),
        null,
        fields,
        null,
        options,
        span);
  }

  private static Relation<SplType> totals(
      Command.Words command, FieldName rows, Relation<SplType> chart, SplContext context) {
    Span span = command.span();
    String total = WordCommandLowering.text(command, "totalstr", "TOTAL");
    List<Word> cells = new ArrayList<>();
    for (String name : chart.names()) {
      if (!name.equals(rows.name())) {
        cells.add(new Word(new FieldName(name, span), true, null, span));
      }
    }
    Command.Words ofRows =
        new Command.Words(
            "addtotals", cells, List.of(new Option("fieldname", total, span, span)), span, span);
    cells.add(new Word(new FieldName(total, span), true, null, span));
    Command.Words ofColumns =
        new Command.Words(
            "addcoltotals",
            cells,
            List.of(
                new Option("labelfield", rows.name(), span, span),
                new Option("label", total, span, span)),
            span,
            span);
    // The label of the totals is a text.
    Row row = new Row(context.algebra(), chart);
    Relation<SplType> named =
        row.field(rows.name())
            .map(
                value ->
                    EvalLowering.with(
                        row,
                        rows.name(),
                        new Value(context.scalars().toText(value), SplType.TEXT),
                        context))
            .orElse(chart);
    return TotalsLowering.lower(ofColumns, TotalsLowering.lower(ofRows, named, context), context);
  }
}
