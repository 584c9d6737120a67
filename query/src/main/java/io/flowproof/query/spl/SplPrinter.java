package io.flowproof.query.spl;

import io.flowproof.query.spl.CommandPart.Aggregated;
import io.flowproof.query.spl.CommandPart.AggregatedEval;
import io.flowproof.query.spl.CommandPart.AggregatedField;
import io.flowproof.query.spl.CommandPart.Aggregation;
import io.flowproof.query.spl.CommandPart.Assignment;
import io.flowproof.query.spl.CommandPart.Renaming;
import io.flowproof.query.spl.CommandPart.SortKey;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tree to text, in one canonical form. Parsing the text gives the tree again, but for its places.
 */
public final class SplPrinter {
  /** What stands for itself among the words of a command. */
  private static final Pattern BARE = Pattern.compile("[^\\s\\xA0,()\"'<>\\[\\]`|=$]+");

  private static final Pattern WORD =
      Pattern.compile(
          "[^ \\t\\r\\n\\f\\u00A0+\\-=,()\"'<>\\[\\]`|\\\\][^ \\t\\r\\n\\f\\u00A0=,()\"'<>\\[\\]`|\\\\]*");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern OPTION_VALUE = Pattern.compile("[+\\-]?" + WORD);

  /** Words that mean something else than a field, at one place or another. */
  private static final Set<String> RESERVED =
      Set.of("as", "by", "sortby", "eval", "d", "desc", "over");

  private SplPrinter() {}

  /** The search as text; the base search starts with the word {@code search}. */
  public static String print(Spl.Search search) {
    String text =
        search.commands().stream().map(SplPrinter::print).collect(Collectors.joining(" | "));
    boolean base =
        !search.commands().isEmpty() && search.commands().getFirst() instanceof Command.Search;
    return base ? text : "| " + text;
  }

  /** A command as text, without a pipe. */
  public static String print(Command command) {
    return switch (command) {
      case Command.Search c -> search(c);
      case Command.Where c -> words("where", ExpressionPrinter.print(c.condition()));
      case Command.Eval c -> words("eval", assignments(c.assignments()));
      case Command.Stats c -> stats("stats", c.options(), c.aggregations(), c.by());
      case Command.Eventstats c -> stats("eventstats", c.options(), c.aggregations(), c.by());
      case Command.Fields c -> words("fields", sign(c.selection()), names(c.fields()));
      case Command.Table c -> words("table", names(c.fields()));
      case Command.Rename c -> words("rename", renamings(c.renamings()));
      case Command.Sort c ->
          words("sort", number(c.limit()), keys(c.keys()), c.reversed() ? "desc" : "");
      case Command.Head c ->
          words("head", number(c.limit()), condition(c.condition()), options(c.options()));
      case Command.Tail c -> words("tail", number(c.limit()));
      case Command.Reverse _ -> "reverse";
      case Command.Dedup c -> dedup(c);
      case Command.Bin c -> words("bin", options(c.options()), name(c.field()), as(c.as()));
      case Command.Fillnull c -> words("fillnull", options(c.options()), names(c.fields()));
      case Command.Iplocation c -> words("iplocation", options(c.options()), name(c.field()));
      case Command.Makeresults c -> words("makeresults", options(c.options()));
      case Command.Top c -> top(c);
      case Command.Aggregate c ->
          stats(c.kind().name().toLowerCase(Locale.ROOT), c.options(), c.aggregations(), c.by());
      case Command.Chart c -> chart(c);
      case Command.Fieldformat c -> words("fieldformat", assignments(List.of(c.assignment())));
      case Command.Foreach c ->
          words("foreach", options(c.options()), spaced(c.fields()), "[" + c.template() + "]");
      case Command.Words c ->
          words(
              c.name(),
              options(c.options()),
              c.words().stream().map(SplPrinter::word).collect(Collectors.joining(" ")));
      case Command.Macro c -> words(macro(c.call()), c.rest());
      case Command.Other c -> words(c.name(), c.body());
      case Combination c -> CombinationPrinter.print(c);
    };
  }

  private static String search(Command.Search search) {
    boolean all = search.term() instanceof SearchTerm.Everything;
    return words("search", all ? "" : TermPrinter.print(search.term()));
  }

  private static String assignments(List<Assignment> assignments) {
    return assignments.stream()
        .map(
            a ->
                ExpressionPrinter.field(a.target().name())
                    + "="
                    + ExpressionPrinter.print(a.value()))
        .collect(Collectors.joining(", "));
  }

  private static String sign(Command.Fields.Selection selection) {
    return selection == Command.Fields.Selection.REMOVE ? "-" : "";
  }

  private static String renamings(List<Renaming> renamings) {
    return renamings.stream()
        .map(r -> name(r.from()) + " AS " + name(r.to()))
        .collect(Collectors.joining(", "));
  }

  private static String condition(@Nullable Expression condition) {
    return condition == null ? "" : "(" + ExpressionPrinter.print(condition) + ")";
  }

  private static String dedup(Command.Dedup dedup) {
    return words(
        "dedup",
        number(dedup.count()),
        names(dedup.fields()),
        options(dedup.options()),
        dedup.sortBy().isEmpty() ? "" : "sortby " + keys(dedup.sortBy()));
  }

  private static String as(@Nullable FieldName name) {
    return name == null ? "" : "AS " + name(name);
  }

  private static String top(Command.Top top) {
    return words(
        top.order().name().toLowerCase(Locale.ROOT),
        top.limit() == null ? "" : "limit=" + top.limit(),
        options(top.options()),
        names(top.fields()),
        by(top.by()));
  }

  static String macro(Spl.MacroCall call) {
    return "`" + call.text() + "`";
  }

  /** A text in {@code quote}s, with a backslash before each quote and backslash in it. */
  static String quoted(String text, char quote) {
    String mark = String.valueOf(quote);
    return mark + text.replace("\\", "\\\\").replace(mark, "\\" + mark) + mark;
  }

  private static String stats(
      String command, List<Option> options, List<Aggregation> aggregations, List<FieldName> by) {
    return words(
        command,
        options(options),
        aggregations.stream().map(SplPrinter::aggregation).collect(Collectors.joining(", ")),
        by(by));
  }

  private static String chart(Command.Chart chart) {
    return words(
        chart.kind().name().toLowerCase(Locale.ROOT),
        options(chart.options()),
        chart.charted().stream().map(SplPrinter::charted).collect(Collectors.joining(", ")),
        chart.over() == null ? "" : "OVER " + name(chart.over()),
        by(chart.by()),
        chart.series() == null ? "" : series(chart.series()));
  }

  private static String charted(CommandPart.Charted charted) {
    return switch (charted) {
      case Aggregation aggregation -> aggregation(aggregation);
      case CommandPart.ChartedEval eval ->
          words("eval(" + ExpressionPrinter.print(eval.expression()) + ")", as(eval.as()));
    };
  }

  private static String series(CommandPart.SeriesFilter filter) {
    return words("where", filter.function(), filter.comparison(), filter.value());
  }

  private static String word(CommandPart.Word word) {
    String text = word.name().name();
    if (word.quoted()) {
      text = quoted(text, '"');
    } else if (!BARE.matcher(text).matches()) {
      text = quoted(text, '\'');
    }
    return words(text, as(word.as()));
  }

  private static String spaced(List<FieldName> names) {
    return names.stream().map(SplPrinter::name).collect(Collectors.joining(" "));
  }

  static String aggregation(Aggregation aggregation) {
    String function = aggregation.function();
    boolean bare = function.equalsIgnoreCase("count") || function.equalsIgnoreCase("c");
    Aggregated argument = aggregation.argument();
    String call =
        switch (argument) {
          case null -> bare ? function : function + "()";
          case AggregatedField field -> function + "(" + name(field.field()) + ")";
          case AggregatedEval eval ->
              function + "(eval(" + ExpressionPrinter.print(eval.expression()) + "))";
          case CommandPart.AggregatedSparkline sparkline -> function + drawn(sparkline);
        };
    return words(call, as(aggregation.as()));
  }

  private static String drawn(CommandPart.AggregatedSparkline sparkline) {
    if (sparkline.function() == null) {
      return "";
    }
    return "("
        + sparkline.function()
        + (sparkline.field() == null ? "" : "(" + name(sparkline.field()) + ")")
        + (sparkline.timeSpan() == null ? "" : ", " + name(sparkline.timeSpan()))
        + ")";
  }

  static String by(List<FieldName> fields) {
    return fields.isEmpty() ? "" : "BY " + names(fields);
  }

  private static String keys(List<SortKey> keys) {
    return keys.stream().map(SplPrinter::key).collect(Collectors.joining(", "));
  }

  private static String key(SortKey key) {
    String sign = key.direction() == SortKey.Direction.DESCENDING ? "-" : "";
    return key.kind() == SortKey.Kind.AUTO
        ? sign + name(key.field())
        : sign + key.kind().name().toLowerCase(Locale.ROOT) + "(" + name(key.field()) + ")";
  }

  static String options(List<Option> options) {
    return options.stream()
        .map(
            o ->
                o.name()
                    + "="
                    + (OPTION_VALUE.matcher(o.value()).matches()
                        ? o.value()
                        : quoted(o.value(), '"')))
        .collect(Collectors.joining(" "));
  }

  static String names(List<FieldName> names) {
    return names.stream().map(SplPrinter::name).collect(Collectors.joining(", "));
  }

  static String name(FieldName field) {
    String name = field.name();
    boolean plain =
        WORD.matcher(name).matches()
            && !DIGITS.matcher(name).matches()
            && !RESERVED.contains(name.toLowerCase(Locale.ROOT));
    return plain ? name : quoted(name, '"');
  }

  private static String number(@Nullable Integer number) {
    return number == null ? "" : number.toString();
  }

  static String words(String... words) {
    return Stream.of(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
  }
}
