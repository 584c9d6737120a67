package io.flowproof.query.spl;

import io.flowproof.query.spl.Spl.Option;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints the commands that bring rows from elsewhere, join them, or take them elsewhere. */
final class CombinationPrinter {
  private CombinationPrinter() {}

  static String print(Combination command) {
    return switch (command) {
      case Combination.Tstats c -> tstats(c);
      case Combination.Datamodel c ->
          words("datamodel", SplPrinter.names(c.words()), options(c.options()));
      case Combination.From c -> "from " + c.kind() + ":" + SplPrinter.quoted(c.name().name(), '"');
      case Combination.Lookup c ->
          words(
              "lookup",
              options(c.options()),
              SplPrinter.name(c.table()),
              fields(c.match()),
              c.output() == null
                  ? ""
                  : (c.output().keepsOld() ? "OUTPUTNEW " : "OUTPUT ")
                      + fields(c.output().fields()));
      case Combination.Inputlookup c ->
          words(
              "inputlookup",
              options(c.options()),
              SplPrinter.name(c.table()),
              c.where() == null ? "" : "where " + TermPrinter.print(c.where()));
      case Combination.Outputlookup c ->
          words("outputlookup", options(c.options()), SplPrinter.name(c.table()));
      case Combination.Collect c -> words("collect", options(c.options()));
      case Combination.Join _,
          Combination.Append _,
          Combination.Appendcols _,
          Combination.Appendpipe _,
          Combination.Union _,
          Combination.SetOperation _,
          Combination.Map _,
          Combination.Format _,
          Combination.Return _ ->
          withSearches(command);
    };
  }

  private static String withSearches(Combination command) {
    return switch (command) {
      case Combination.Join c ->
          words(
              "join",
              options(c.options()),
              SplPrinter.names(c.fields()),
              c.on().isEmpty() ? "" : "where " + pairs(c.on()),
              search(c.search()));
      case Combination.Append c -> words("append", options(c.options()), search(c.search()));
      case Combination.Appendcols c ->
          words("appendcols", options(c.options()), search(c.search()));
      case Combination.Appendpipe c ->
          words("appendpipe", options(c.options()), search(c.search()));
      case Combination.Union c ->
          words(
              c.kind().name().toLowerCase(Locale.ROOT),
              options(c.options()),
              SplPrinter.names(c.datasets()),
              c.searches().stream()
                  .map(CombinationPrinter::search)
                  .collect(Collectors.joining(" ")));
      case Combination.SetOperation c ->
          words(
              "set", c.kind().name().toLowerCase(Locale.ROOT), search(c.left()), search(c.right()));
      case Combination.Map c ->
          words("map", options(c.options()), "search=" + SplPrinter.quoted(c.template(), '"'));
      case Combination.Format c ->
          words(
              "format",
              options(c.options()),
              c.marks().stream()
                  .map(mark -> SplPrinter.quoted(mark, '"'))
                  .collect(Collectors.joining(" ")));
      case Combination.Return c ->
          words(
              "return",
              c.count() == null ? "" : c.count().toString(),
              c.items().stream().map(CombinationPrinter::item).collect(Collectors.joining(" ")));
      case Combination.Tstats _,
          Combination.Datamodel _,
          Combination.From _,
          Combination.Lookup _,
          Combination.Inputlookup _,
          Combination.Outputlookup _,
          Combination.Collect _ ->
          throw new IllegalStateException("Not a command with a search: " + command);
    };
  }

  private static String tstats(Combination.Tstats c) {
    boolean all = c.where() instanceof SearchTerm.Everything;
    return words(
        "tstats",
        options(c.options()),
        c.aggregations().stream().map(SplPrinter::aggregation).collect(Collectors.joining(", ")),
        c.from() == null ? "" : "from datamodel=" + c.from().name(),
        all ? "" : "where " + TermPrinter.print(c.where()),
        SplPrinter.by(c.by()));
  }

  private static String words(String... words) {
    return SplPrinter.words(words);
  }

  private static String options(List<Option> options) {
    return SplPrinter.options(options);
  }

  private static String search(Spl.Search search) {
    return "[" + SplPrinter.print(search) + "]";
  }

  private static String fields(List<CombinationPart.LookupField> fields) {
    return fields.stream()
        .map(
            f ->
                f.as() == null
                    ? lookupName(f)
                    : SplPrinter.name(f.inLookup()) + " AS " + SplPrinter.name(f.as()))
        .collect(Collectors.joining(", "));
  }

  /** In quotes, OUTPUT is a field. */
  private static String lookupName(CombinationPart.LookupField field) {
    String name = field.inLookup().name();
    boolean isKeyword = name.equalsIgnoreCase("OUTPUT") || name.equalsIgnoreCase("OUTPUTNEW");
    return isKeyword ? SplPrinter.quoted(name, '"') : SplPrinter.name(field.inLookup());
  }

  private static String pairs(List<CombinationPart.JoinPair> pairs) {
    return pairs.stream()
        .map(pair -> pair.left().name() + "=" + pair.right().name())
        .collect(Collectors.joining(" "));
  }

  private static String item(CombinationPart.ReturnItem item) {
    if (item.bare()) {
      return "$" + item.field().name();
    }
    String field = SplPrinter.name(item.field());
    return item.alias() == null ? field : item.alias().name() + "=" + field;
  }
}
