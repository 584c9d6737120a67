package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.catalog.ColumnKind;
import io.flowproof.query.catalog.SiemTable;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Comparator;
import io.flowproof.query.spl.SearchTerm;
import io.flowproof.query.spl.SearchValue.Literal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The search that opens the text: which table its index and sourcetype name, the time range that
 * its modifiers give (they win over the given one), and its terms. Events come newest first.
 */
final class BaseSearchLowering {
  private static final String SOURCETYPE = "aws:cloudwatchlogs:vpcflow";
  private static final String BLOG_INDEX = "vpc_flow_logs";
  private static final Set<String> OTHER_TIMES =
      Set.of(
          "_index_earliest",
          "_index_latest",
          "starttime",
          "endtime",
          "starttimeu",
          "endtimeu",
          "startdaysago",
          "enddaysago",
          "daysago",
          "hoursago",
          "minutesago");

  private final SplContext context;
  private final Command.Search search;
  private QueryTime time;

  private BaseSearchLowering(SplContext context, Command.Search search) {
    this.context = context;
    this.search = search;
    this.time = context.shared().time();
  }

  static Relation<SplType> lower(Command.Search search, SplContext context) {
    return new BaseSearchLowering(context, search).lower();
  }

  private Relation<SplType> lower() {
    List<SearchTerm> terms =
        search.term() instanceof SearchTerm.And and ? and.terms() : List.of(search.term());
    List<SearchTerm> kept = new ArrayList<>();
    for (SearchTerm term : terms) {
      if (!takeTime(term)) {
        kept.add(term);
      }
    }
    boolean blog = names("index", BLOG_INDEX, kept);
    boolean addOn = !blog && names("sourcetype", SOURCETYPE, kept);
    if (!blog && !addOn) {
      return unknownTable();
    }
    Catalog catalog = context.shared().catalog();
    if (!catalog.hasLogs()) {
      context.error(
          ErrorCode.UNKNOWN_TABLE,
          search.span(),
          "No logs were given to search",
          "add --logs PATH");
    }
    SiemTable table = blog ? catalog.blogIndex() : catalog.splunkAddOn();
    Row row = new Row(context.algebra(), events(table));
    Map<String, String> constants =
        blog ? Map.of("index", BLOG_INDEX) : Map.of("index", "*", "sourcetype", SOURCETYPE);
    TermLowering lowering = new TermLowering(context, row, constants);
    List<org.apache.calcite.rex.RexNode> conditions = new ArrayList<>();
    for (SearchTerm term : kept) {
      org.apache.calcite.rex.RexNode condition = lowering.lower(term);
      if (!condition.isAlwaysTrue()) {
        conditions.add(condition);
      }
    }
    return context.algebra().filter(row.relation(), context.sql().and(conditions));
  }

  private Relation<SplType> events(SiemTable table) {
    Algebra algebra = context.algebra();
    Relation<ColumnKind> scanned = context.shared().catalog().scan(algebra, table, time);
    List<Field<SplType>> fields =
        scanned.fields().stream()
            .map(f -> new Field<>(f.name(), SplType.of(f.type()), f.index()))
            .toList();
    int at = scanned.field("_time").orElseThrow().index();
    SortKey newestFirst = new SortKey(at, SortKey.Direction.DESCENDING, SortKey.Nulls.LAST);
    return new Relation<>(
        scanned.plan(), fields, scanned.provenance(), List.of(newestFirst), scanned.addressKeys());
  }

  private Relation<SplType> unknownTable() {
    if (hidesTable(search.term())) {
      return events(context.shared().catalog().splunkAddOn());
    }
    SearchTerm.Comparison named = firstOf(search.term());
    Span span = named == null ? search.span() : named.span();
    context.error(
        ErrorCode.UNKNOWN_TABLE,
        span,
        named == null
            ? "The search does not say where to look"
            : "Nothing here provides '" + context.source(span) + "'",
        "flow logs are sourcetype=" + SOURCETYPE);
    return events(context.shared().catalog().splunkAddOn());
  }

  /** Reports macros and subsearches, in which the table may be named. */
  private boolean hidesTable(SearchTerm term) {
    List<SearchTerm> terms = term instanceof SearchTerm.And and ? and.terms() : List.of(term);
    boolean hides = false;
    for (SearchTerm part : terms) {
      if (part instanceof SearchTerm.Macro macro) {
        context.unsupported(
            macro.span(), "The macro '" + macro.call().name() + "' is not expanded here");
        hides = true;
      } else if (part instanceof SearchTerm.Subsearch) {
        context.unsupported(part.span(), "A subsearch is not supported here");
        hides = true;
      }
    }
    return hides;
  }

  private static SearchTerm.@org.jspecify.annotations.Nullable Comparison firstOf(SearchTerm term) {
    return switch (term) {
      case SearchTerm.Comparison c ->
          c.field().name().equals("index") || c.field().name().equals("sourcetype") ? c : null;
      case SearchTerm.And and ->
          and.terms().stream()
              .map(BaseSearchLowering::firstOf)
              .filter(c -> c != null)
              .findFirst()
              .orElse(null);
      case SearchTerm other -> null;
    };
  }

  /** Whether a term asks for that value, by itself or as one of several. */
  private static boolean names(String field, String value, List<SearchTerm> terms) {
    return terms.stream().anyMatch(term -> names(field, value, term));
  }

  private static boolean names(String field, String value, SearchTerm term) {
    return switch (term) {
      case SearchTerm.Comparison c ->
          c.field().name().equals(field)
              && c.comparator() == Comparator.EQUAL
              && c.value() instanceof Literal literal
              && literal.text().length() > 1
              && Wildcard.ofValues(literal.text()).matches(value);
      case SearchTerm.In in ->
          in.field().name().equals(field)
              && in.values().stream()
                  .anyMatch(
                      v ->
                          v instanceof Literal literal
                              && Wildcard.ofValues(literal.text()).matches(value));
      case SearchTerm.Or or -> names(field, value, or.terms());
      case SearchTerm.And and -> names(field, value, and.terms());
      case SearchTerm other -> false;
    };
  }

  /** Takes a time modifier out of the terms. */
  private boolean takeTime(SearchTerm term) {
    if (!(term instanceof SearchTerm.Comparison c)) {
      return false;
    }
    String name = c.field().name().toLowerCase(Locale.ROOT);
    if (OTHER_TIMES.contains(name)) {
      context.unsupported(c.span(), "The time modifier '" + name + "' is not supported");
      return true;
    }
    if (!name.equals("earliest") && !name.equals("latest")) {
      return false;
    }
    if (!(c.value() instanceof Literal literal) || c.comparator() != Comparator.EQUAL) {
      context.error(
          ErrorCode.ARGUMENT, c.span(), "A time modifier is written " + name + "=-24h", null);
      return true;
    }
    Instant instant = TimeModifier.parse(literal.text(), time.now());
    if (instant == null) {
      context.error(
          ErrorCode.ARGUMENT,
          literal.span(),
          "'" + literal.text() + "' is not a time",
          "such as -24h@h, now, 1715677200 or 05/14/2024:09:00:00");
      return true;
    }
    // With earliest alone a search ends now (Search Manual, "Specify time modifiers").
    Instant end = time.to() == null ? time.now() : time.to();
    time =
        name.equals("earliest")
            ? new QueryTime(time.now(), instant, end)
            : new QueryTime(time.now(), time.from(), instant);
    return true;
  }
}
