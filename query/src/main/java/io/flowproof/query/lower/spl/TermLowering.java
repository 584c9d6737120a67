package io.flowproof.query.lower.spl;

import io.flowproof.core.address.Network;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.AddressFunctions;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.spl.Comparator;
import io.flowproof.query.spl.SearchTerm;
import io.flowproof.query.spl.SearchValue;
import io.flowproof.query.spl.SearchValue.Literal;
import io.flowproof.query.spl.SearchValue.Literal.Form;
import io.flowproof.query.spl.Spl.FieldName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Lowers the terms of a search ("search", Search Reference). A term matches or does not match:
 * where SQL says null, the event lacks the field, {@code !=} does not match and NOT does. Values
 * are compared without regard to case; {@code *} is a wildcard and CIDR a network, quoted or not.
 */
final class TermLowering {
  private static final EngineFunction LIKE =
      new EngineFunction("LIKE", Types.BOOLEAN, "({0} LIKE {1} ESCAPE '\\')");

  private final SplContext context;
  private final Scalars sql;
  private final Row row;
  private final Map<String, List<String>> constants;
  private final boolean isBase;

  /** Fields of every event of Splunk that say where it came from, which nothing here tells. */
  static final Set<String> UNKNOWN_ORIGINS = Set.of("host", "source", "splunk_server");

  /**
   * For the rows of one command.
   *
   * @param constants what every event has in fields that the table does not list; {@code *} matches
   *     whatever it is compared with
   */
  TermLowering(SplContext context, Row row, Map<String, List<String>> constants) {
    this.context = context;
    this.sql = context.sql();
    this.row = row;
    this.constants = constants;
    this.isBase = !constants.isEmpty();
  }

  /** A condition; null and false both mean that the event does not match. */
  RexNode lower(SearchTerm term) {
    return switch (term) {
      case SearchTerm.Everything _ -> sql.bool(true);
      case SearchTerm.And and -> sql.and(lower(and.terms()));
      case SearchTerm.Or or -> anyOf(or.terms());
      case SearchTerm.Not not when isOfAnything(not.term()) -> lower(not.term());
      case SearchTerm.Not not -> sql.not(sql.isTrue(lower(not.term())));
      case SearchTerm.Keyword keyword -> keyword(keyword);
      case SearchTerm.Comparison comparison when isBase && TimeRange.isModifier(comparison) ->
          bound(comparison);
      case SearchTerm.Comparison comparison -> comparison(comparison);
      case SearchTerm.In in -> in(in);
      case SearchTerm.Subsearch subsearch -> lower(new Subsearches(context).resolve(subsearch));
      case SearchTerm.Macro macro ->
          problem(macro.span(), "The macro '" + macro.call().name() + "' is not expanded here");
    };
  }

  /** Whether a term is about what is not known here, and so matches whatever it says. */
  private boolean isOfAnything(SearchTerm term) {
    return switch (term) {
      case SearchTerm.Comparison c -> UNKNOWN_ORIGINS.contains(c.field().name()) && isBase;
      case SearchTerm.In in -> UNKNOWN_ORIGINS.contains(in.field().name()) && isBase;
      case SearchTerm other -> false;
    };
  }

  private List<RexNode> lower(List<SearchTerm> terms) {
    List<RexNode> conditions = new ArrayList<>();
    terms.forEach(term -> conditions.add(lower(term)));
    return conditions;
  }

  private RexNode problem(Span span, String message) {
    context.unsupported(span, message);
    return sql.bool(false);
  }

  private RexNode keyword(SearchTerm.Keyword keyword) {
    String text = keyword.value().text();
    if (text.equals("*")) {
      return sql.bool(true);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    boolean slip =
        keyword.value().form() == Form.BARE
            && (lower.equals("and") || lower.equals("or") || lower.equals("not"));
    if (!slip && RawEvent.areIn(row)) {
      return RawEvent.match(keyword.value(), row, context);
    }
    context.error(
        io.flowproof.core.source.ErrorCode.UNSUPPORTED,
        keyword.span(),
        (slip
                ? "An operator in lower case is a word of the raw event"
                : "These rows have no raw event to find words in")
            + ": '"
            + text
            + "'",
        slip
            ? "operators are written in capitals: " + lower.toUpperCase(Locale.ROOT)
            : "name the field: field=" + text);
    return sql.bool(false);
  }

  private RexNode comparison(SearchTerm.Comparison comparison) {
    return match(comparison.field(), comparison.comparator(), comparison.value());
  }

  /** A time modifier of a part of the search. */
  private RexNode bound(SearchTerm.Comparison modifier) {
    TimeRange.Bound bound = new TimeRange(context).bound(modifier);
    Optional<Value> time = row.field("_time");
    if (bound == null || time.isEmpty()) {
      return sql.bool(false);
    }
    return sql.call(
        bound.isEnd() ? SqlStdOperatorTable.LESS_THAN : SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
        time.get().rex(),
        sql.real(bound.seconds()));
  }

  private RexNode in(SearchTerm.In in) {
    return anyOf(ManyTerms.alternatives(in));
  }

  private RexNode anyOf(List<SearchTerm> alternatives) {
    ManyTerms.Split split = new ManyTerms(context, row).split(alternatives);
    List<RexNode> conditions = lower(split.rest());
    conditions.addAll(split.sets());
    return sql.or(conditions);
  }

  private RexNode match(FieldName field, Comparator comparator, SearchValue value) {
    return switch (value) {
      case SearchValue.Subsearch subsearch ->
          match(field, comparator, new Subsearches(context).value(subsearch));
      case SearchValue.Macro macro ->
          problem(macro.span(), "The macro '" + macro.call().name() + "' is not expanded here");
      case Literal literal -> match(field, comparator, literal);
    };
  }

  private RexNode match(FieldName field, Comparator comparator, Literal literal) {
    String text = literal.text();
    if (constants.containsKey(field.name())) {
      if (UNKNOWN_ORIGINS.contains(field.name()) && context.isFirst("origin " + field.name())) {
        context.notice(
            field.span(),
            "Where Splunk got an event from is not known here: '" + field.name() + "' matches all");
      }
      return sql.bool(matches(constants.get(field.name()), comparator, text));
    }
    Optional<Value> found = row.field(field.name());
    if (found.isEmpty()) {
      context.missingField(field.name(), field.span(), row.relation().names());
      return sql.bool(false);
    }
    Value value = found.get();
    return match(value, comparator, literal, row);
  }

  private RexNode match(Value value, Comparator comparator, Literal literal, Row rows) {
    String text = literal.text();
    if (value.type() == SplType.MULTIVALUE) {
      return anyOf(value, comparator, literal);
    }
    return switch (comparator) {
      case EQUAL -> equal(value, literal);
      case NOT_EQUAL ->
          text.equals("*")
              ? sql.bool(false)
              : isNetwork(text)
                  ? sql.and(sql.isNotNull(value.rex()), sql.not(sql.isTrue(equal(value, literal))))
                  : sql.not(equal(value, literal));
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> ordered(value, comparator, text, rows);
    };
  }

  /** Whether one of the values that every event has matches. */
  private static boolean matches(List<String> values, Comparator comparator, String text) {
    Wildcard pattern = Wildcard.ofValues(text);
    return values.stream()
        .anyMatch(
            value ->
                value.equals("*")
                    || pattern.matches(value) == (comparator != Comparator.NOT_EQUAL));
  }

  /** True, false, or null for a missing field. */
  private RexNode equal(Value value, Literal literal) {
    String text = literal.text();
    boolean exact = literal.form() == Form.CASE;
    if (text.equals("*")) {
      return sql.isNotNull(value.rex());
    }
    if (text.indexOf('*') >= 0) {
      RexNode shown = context.scalars().toText(value);
      String pattern = exact ? text : text.toLowerCase(Locale.ROOT);
      return sql.call(
          LIKE, exact ? shown : context.scalars().lower(shown), sql.text(Wildcard.like(pattern)));
    }
    if (value.type() == SplType.TEXT && isNetwork(text)) {
      Network network = Network.parse(text).orElseThrow();
      return AddressFunctions.contains(sql, row.relation(), value.rex(), network, text);
    }
    OptionalDouble number = SplNumber.parse(text);
    if (value.type().isNumeric()) {
      return number.isPresent()
          ? sql.equal(value.rex(), context.scalars().number(number.getAsDouble(), text).rex())
          : sql.equal(context.scalars().toText(value), sql.text(text));
    }
    RexNode same =
        exact
            ? sql.equal(value.rex(), sql.text(text))
            : sql.equal(
                context.scalars().lower(value.rex()), sql.text(text.toLowerCase(Locale.ROOT)));
    return number.isPresent()
        // A text that is no number is not equal to one: that is known, and not null.
        ? sql.or(
            same,
            sql.isTrue(
                sql.equal(context.scalars().toDouble(value), sql.real(number.getAsDouble()))))
        : same;
  }

  private static boolean isNetwork(String text) {
    return text.indexOf('/') > 0 && Network.parse(text).isPresent();
  }

  private RexNode ordered(Value value, Comparator comparator, String text, Row rows) {
    Value right =
        SplNumber.parse(text).isPresent() && value.type().isNumeric()
            ? context.scalars().number(SplNumber.parse(text).getAsDouble(), text)
            : context.scalars().text(text);
    return context.scalars().compare(comparator, value, right, rows);
  }

  /** A multivalue field matches when one of its values does, and differs when none does. */
  private RexNode anyOf(Value value, Comparator comparator, Literal literal) {
    boolean differs = comparator == Comparator.NOT_EQUAL;
    Comparator one = differs ? Comparator.EQUAL : comparator;
    RexNode matches =
        Multivalue.any(
            value,
            "",
            (each, rows) -> match(each, one, literal, rows),
            row,
            context,
            literal.span());
    return differs ? sql.not(matches) : matches;
  }
}
