package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.catalog.NetworkTraffic;
import io.flowproof.query.catalog.SiemTable;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Comparator;
import io.flowproof.query.spl.SearchTerm;
import io.flowproof.query.spl.SearchValue.Literal;
import io.flowproof.query.splunk.FieldProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The search that opens the text: which table its index, sourcetype, eventtype or tags name, the
 * time range that its modifiers give (they win over the given one), and its terms. Events come
 * newest first.
 */
final class BaseSearchLowering {
  static final String SOURCETYPE = "aws:cloudwatchlogs:vpcflow";
  private static final String BLOG_INDEX = "vpc_flow_logs";
  private static final List<String> TAGS = List.of("network", "communicate");

  private final SplContext context;
  private final Command.Search search;
  private final TimeRange range;

  private BaseSearchLowering(SplContext context, Command.Search search) {
    this.context = context;
    this.search = search;
    this.range = new TimeRange(context);
  }

  /**
   * A table and what all its events have in fields that it does not list.
   *
   * @param fields by name; {@code *} is equal to everything
   * @param isExtracted whether the fields are those of the add-on
   */
  private record Source(SiemTable table, Map<String, List<String>> fields, boolean isExtracted) {}

  static Relation<SplType> lower(Command.Search search, SplContext context) {
    return new BaseSearchLowering(context, search).lower();
  }

  private Relation<SplType> lower() {
    SearchTerm all = new Subsearches(context).resolve(search.term());
    List<SearchTerm> kept = range.take(all);
    Source source = source(kept);
    if (source == null) {
      Relation<SplType> summary = new SummaryEvents(context).find(kept, range.time());
      if (summary != null) {
        return summary;
      }
      unknownTable(all);
      return Events.of(
          context.shared().catalog().splunkAddOn(), range.time(), search.span(), context);
    }
    context.searched(range.time());
    Relation<SplType> events = Events.of(source.table(), range.time(), search.span(), context);
    Row row =
        new Row(
            context.algebra(),
            source.isExtracted()
                ? new PropsFields(context, search.span()).added(events, SOURCETYPE)
                : events);
    if (source.isExtracted()) {
      Events.checkExtraction(range.time(), search.span(), context);
    }
    Map<String, List<String>> fields = new HashMap<>(source.fields());
    TermLowering.UNKNOWN_ORIGINS.forEach(name -> fields.put(name, List.of("*")));
    TermLowering lowering = new TermLowering(context, row, fields);
    List<RexNode> conditions = new ArrayList<>();
    for (SearchTerm term : kept) {
      RexNode condition = lowering.lower(term);
      if (!condition.isAlwaysTrue()) {
        conditions.add(condition);
      }
    }
    return context.algebra().filter(row.relation(), context.sql().and(conditions));
  }

  private @Nullable Source source(List<SearchTerm> terms) {
    Catalog catalog = context.shared().catalog();
    for (Map.Entry<String, FieldProfile> index : context.splunk().indexes().entrySet()) {
      if (names("index", index.getKey(), terms)) {
        return ofIndex(index.getKey(), index.getValue());
      }
    }
    if (names("index", BLOG_INDEX, terms)) {
      return new Source(catalog.blogIndex(), Map.of("index", List.of(BLOG_INDEX)), false);
    }
    boolean tagged = isTagged(terms);
    if (!tagged && !names("sourcetype", SOURCETYPE, terms)) {
      return null;
    }
    return tagged
        ? new Source(
            catalog.splunkEventtype(),
            Map.of(
                "index", List.of("*"),
                "sourcetype", List.of(SOURCETYPE),
                "eventtype", List.of(NetworkTraffic.EVENTTYPE),
                "tag", TAGS),
            true)
        : new Source(
            catalog.splunkAddOn(),
            Map.of("index", List.of("*"), "sourcetype", List.of(SOURCETYPE)),
            true);
  }

  private Source ofIndex(String index, FieldProfile profile) {
    Catalog catalog = context.shared().catalog();
    Map<String, List<String>> fields = Map.of("index", List.of(index), "sourcetype", List.of("*"));
    context
        .shared()
        .notice(
            search.span(),
            "index="
                + index
                + " is taken for "
                + switch (profile) {
                  case ADD_ON -> "an index of flow logs with the add-on's fields (--index)";
                  case AWS -> "an index of flow logs with AWS's own names and values (--index)";
                  case BLOG -> "the blog's index of flow logs (--index)";
                });
    return switch (profile) {
      case ADD_ON -> new Source(catalog.splunkAddOn(), fields, true);
      case AWS -> new Source(catalog.awsNames(), fields, false);
      case BLOG -> new Source(catalog.blogIndex(), fields, false);
    };
  }

  /** Whether the search asks for the add-on's eventtype, or for its tags. */
  private static boolean isTagged(List<SearchTerm> terms) {
    return terms.stream()
        .anyMatch(
            term ->
                names("eventtype", NetworkTraffic.EVENTTYPE, term)
                    || TAGS.stream().anyMatch(tag -> names("tag", tag, term)));
  }

  private void unknownTable(SearchTerm all) {
    SearchTerm.Comparison named = firstOf(all);
    Span span = named == null ? search.span() : named.span();
    context.error(
        ErrorCode.UNKNOWN_TABLE,
        span,
        named == null
            ? "The search does not say where to look"
            : "Nothing here provides '" + context.source(span) + "'",
        named != null && named.field().name().equals("index")
            ? "flow logs are sourcetype="
                + SOURCETYPE
                + "; --index NAME=add-on takes an index of yours for them"
            : "flow logs are sourcetype=" + SOURCETYPE);
  }

  private static SearchTerm.@Nullable Comparison firstOf(SearchTerm term) {
    return switch (term) {
      case SearchTerm.Comparison c ->
          List.of("index", "sourcetype", "eventtype", "tag").contains(c.field().name()) ? c : null;
      case SearchTerm.And and ->
          and.terms().stream()
              .map(BaseSearchLowering::firstOf)
              .filter(Objects::nonNull)
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
}
