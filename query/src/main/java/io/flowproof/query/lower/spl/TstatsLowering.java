package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.catalog.NetworkTraffic;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Comparator;
import io.flowproof.query.spl.SearchTerm;
import io.flowproof.query.spl.SearchValue.Literal;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code tstats} over the data model, or over the indexed fields of events ("tstats", Search
 * Reference). There are no summaries: the options that choose among them change nothing. WHERE is a
 * search with its precedence and its time modifiers; columns keep the dataset's name before theirs.
 */
final class TstatsLowering {
  private static final Set<String> INDEXED =
      Set.of("_time", "index", "sourcetype", "source", "host", "splunk_server");

  private final Combination.Tstats tstats;
  private final SplContext context;
  private final TimeRange range;
  private @Nullable Option span;
  private @Nullable String fill;
  private boolean appends;

  TstatsLowering(Combination.Tstats tstats, SplContext context) {
    this.tstats = tstats;
    this.context = context;
    this.range = new TimeRange(context);
  }

  Relation<SplType> lower(@Nullable Relation<SplType> input) {
    tstats.options().forEach(this::read);
    if (input != null && !appends) {
      context.error(
          ErrorCode.ARGUMENT,
          tstats.span(),
          "'tstats' must be the first command",
          "append=true adds to the rows before it");
    }
    tstats.by().forEach(this::explainKey);
    List<SearchTerm> terms = range.take(new Subsearches(context).resolve(tstats.where()));
    Relation<SplType> events = tstats.from() == null ? indexed(terms) : dataset(terms);
    Relation<SplType> grouped = grouped(filled(binned(filtered(terms, events))));
    return input == null ? grouped : Stack.of(List.of(input, grouped), context);
  }

  private void read(Option option) {
    switch (option.name()) {
      case "prestats" -> {
        if (Options.isTrue(option, context)) {
          context.unsupported(option.span(), "'tstats' with prestats=true is not supported");
        }
      }
      case "append" -> appends = Options.isTrue(option, context);
      case "span" -> span = option;
      case "fillnull_value" -> fill = option.value();
      case "chunk_size" -> Options.number(option, 0, Integer.MAX_VALUE, context);
      default -> Options.isTrue(option, context);
    }
  }

  private Relation<SplType> dataset(List<SearchTerm> terms) {
    FieldName from = java.util.Objects.requireNonNull(tstats.from());
    DatasetLowering datasets = new DatasetLowering(context);
    Relation<SplType> events = datasets.events(from, range.time());
    for (SearchTerm term : List.copyOf(terms)) {
      if (term instanceof SearchTerm.Comparison c
          && c.field().name().equals("nodename")
          && c.comparator() == Comparator.EQUAL
          && c.value() instanceof Literal literal) {
        terms.remove(term);
        events = datasets.below(literal.text(), events, literal.span());
      }
    }
    return DatasetLowering.qualified(events);
  }

  private Relation<SplType> indexed(List<SearchTerm> terms) {
    if (terms.stream().noneMatch(TstatsLowering::namesAnIndex)) {
      context.error(
          ErrorCode.UNKNOWN_TABLE,
          tstats.span(),
          "'tstats' does not say where to look",
          "such as: FROM datamodel=Network_Traffic.All_Traffic, or WHERE sourcetype="
              + BaseSearchLowering.SOURCETYPE);
    }
    Relation<SplType> events =
        Events.of(context.shared().catalog().splunkAddOn(), range.time(), tstats.span(), context);
    Relation<SplType> indexed =
        events.withFields(
            events.fields().stream().filter(f -> INDEXED.contains(f.name())).toList());
    Row row = new Row(context.algebra(), indexed);
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    for (String name : List.of("index", "source", "host", "splunk_server")) {
      if (isAsked(name)) {
        context
            .shared()
            .notice(
                tstats.span(),
                "Flow logs have no " + name + " here: every event has the value '*'");
        outputs.add(new Output<>(name, context.sql().text("*"), SplType.TEXT));
      }
    }
    return context.algebra().project(indexed, outputs);
  }

  private boolean isAsked(String name) {
    return tstats.by().stream().anyMatch(field -> field.name().equals(name))
        || tstats.aggregations().stream()
            .anyMatch(a -> context.source(a.span()).contains("(" + name + ")"));
  }

  private static boolean namesAnIndex(SearchTerm term) {
    return switch (term) {
      case SearchTerm.Comparison c -> INDEXED.contains(c.field().name());
      case SearchTerm.In in -> INDEXED.contains(in.field().name());
      case SearchTerm.Or or -> or.terms().stream().anyMatch(TstatsLowering::namesAnIndex);
      case SearchTerm.And and -> and.terms().stream().anyMatch(TstatsLowering::namesAnIndex);
      case SearchTerm other -> false;
    };
  }

  private Relation<SplType> filtered(List<SearchTerm> terms, Relation<SplType> events) {
    Row row = new Row(context.algebra(), events);
    TermLowering lowering =
        new TermLowering(
            context,
            row,
            Map.of(
                "index", List.of("*"),
                "source", List.of("*"),
                "host", List.of("*"),
                "sourcetype", List.of(BaseSearchLowering.SOURCETYPE)));
    List<RexNode> conditions = new ArrayList<>();
    for (SearchTerm term : terms) {
      explain(term);
      RexNode condition = lowering.lower(term);
      if (!condition.isAlwaysTrue()) {
        conditions.add(condition);
      }
    }
    return context.algebra().filter(row.relation(), context.sql().and(conditions));
  }

  /** Says what cannot match although the data model has the field. */
  private void explain(SearchTerm term) {
    switch (term) {
      case SearchTerm.And and -> and.terms().forEach(this::explain);
      case SearchTerm.Or or -> or.terms().forEach(this::explain);
      case SearchTerm.Not not -> explain(not.term());
      case SearchTerm.Comparison c -> explain(c.field(), c.span());
      case SearchTerm.In in -> explain(in.field(), in.span());
      case SearchTerm.Everything _,
          SearchTerm.Keyword _,
          SearchTerm.Subsearch _,
          SearchTerm.Macro _ -> {}
    }
  }

  private void explainKey(FieldName field) {
    String prefix = DatasetLowering.ROOT + ".";
    if (field.name().startsWith(prefix)
        && NetworkTraffic.NEVER_FILLED.contains(field.name().substring(prefix.length()))) {
      context.isKnownToMiss(field.name());
      context
          .shared()
          .notice(
              field.span(),
              "AWS VPC Flow Logs never fill '"
                  + field.name()
                  + "'"
                  + (fill == null ? ": BY it, no event has a group" : ""));
    }
  }

  private void explain(FieldName field, Span place) {
    String prefix = DatasetLowering.ROOT + ".";
    String name = field.name().startsWith(prefix) ? field.name().substring(prefix.length()) : "";
    if (NetworkTraffic.NEVER_FILLED.contains(name)) {
      context.isKnownToMiss(field.name());
      context
          .shared()
          .notice(
              place,
              "AWS VPC Flow Logs never fill '"
                  + field.name()
                  + "': what it is compared with"
                  + " cannot match");
    } else if (name.equals("app")) {
      context
          .shared()
          .notice(
              place,
              "'"
                  + field.name()
                  + "' is always 'AWS VPC Flow Logs': flow logs do not tell"
                  + " applications apart");
    }
  }

  private Relation<SplType> binned(Relation<SplType> events) {
    FieldName time =
        tstats.by().stream().filter(f -> f.name().equals("_time")).findFirst().orElse(null);
    if (time == null) {
      if (span != null) {
        context.error(
            ErrorCode.ARGUMENT, span.span(), "A span needs _time among the BY fields", null);
      }
      return events;
    }
    Option size = span;
    if (size == null) {
      size = new Option("span", "1s", time.span(), time.span());
      context
          .shared()
          .notice(time.span(), "'tstats' BY _time without a span groups by the second here");
    }
    return BinLowering.lower(
        new Command.Bin(time, null, List.of(size), tstats.span()), events, context);
  }

  /** With fillnull_value, rows that lack a BY field are grouped under that value. */
  private Relation<SplType> filled(Relation<SplType> events) {
    if (fill == null) {
      return events;
    }
    Row row = new Row(context.algebra(), events);
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    for (FieldName name : tstats.by()) {
      Value value = row.field(name.name()).orElse(context.scalars().missing());
      if (row.field(name.name()).isEmpty()) {
        context.missingField(name.name(), name.span(), events.names());
      }
      if (!name.name().equals("_time")) {
        RexNode text =
            context
                .sql()
                .coalesce(
                    io.flowproof.query.algebra.Types.TEXT,
                    context.scalars().toText(value),
                    context.sql().text(fill));
        boolean canMiss = row.field(name.name()).isEmpty() || value.type() == SplType.TEXT;
        if (canMiss) {
          EvalLowering.set(outputs, new Output<>(name.name(), text, SplType.TEXT));
        }
      }
    }
    return context.algebra().project(row.relation(), outputs);
  }

  private Relation<SplType> grouped(Relation<SplType> events) {
    StatsLowering stats = new StatsLowering(tstats.by(), events, context);
    tstats.aggregations().forEach(stats::add);
    return stats.grouped();
  }
}
