package io.flowproof.query.lower.spl;

import io.flowproof.core.address.Network;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplFunctions;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.spl.Comparator;
import io.flowproof.query.spl.SearchTerm;
import io.flowproof.query.spl.SearchValue.Literal;
import io.flowproof.query.spl.Spl.FieldName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rex.RexNode;

/**
 * Thousands of alternatives, as subsearches give them, as a test whether a value is in a set: the
 * engine looks it up instead of comparing one by one. Equal values are equal keys: a number in
 * Splunk's own spelling, any other text in lower case.
 */
final class ManyTerms {
  private static final int FEW = 24;
  private static final String BETWEEN = "\u001F";

  private final SplContext context;
  private final Row row;

  ManyTerms(SplContext context, Row row) {
    this.context = context;
    this.row = row;
  }

  /**
   * What the alternatives become.
   *
   * @param rest those that must be compared one by one
   * @param sets tests for all others
   */
  record Split(List<SearchTerm> rest, List<RexNode> sets) {}

  /** The alternatives with those taken out that a set can hold; few of them stay as they are. */
  Split split(List<SearchTerm> alternatives) {
    if (alternatives.size() <= FEW) {
      return new Split(alternatives, List.of());
    }
    List<SearchTerm> rest = new ArrayList<>();
    Map<List<String>, List<String>> keys = new LinkedHashMap<>();
    for (SearchTerm term : alternatives) {
      List<SearchTerm.Comparison> parts = comparisons(term);
      if (parts.isEmpty()) {
        rest.add(term);
        continue;
      }
      keys.computeIfAbsent(
              parts.stream().map(part -> part.field().name()).toList(), fields -> new ArrayList<>())
          .add(
              parts.stream()
                  .map(part -> key(((Literal) part.value()).text()))
                  .collect(Collectors.joining(BETWEEN)));
    }
    List<RexNode> sets = new ArrayList<>();
    keys.forEach((fields, values) -> sets.add(in(fields, values)));
    return new Split(rest, sets);
  }

  /** The values of an IN as alternatives of their own. */
  static List<SearchTerm> alternatives(SearchTerm.In in) {
    return in.values().stream()
        .<SearchTerm>map(
            value -> new SearchTerm.Comparison(in.field(), Comparator.EQUAL, value, value.span()))
        .toList();
  }

  /** The plain equalities that a term is made of; none where it is anything else. */
  private List<SearchTerm.Comparison> comparisons(SearchTerm term) {
    List<SearchTerm.Comparison> parts = new ArrayList<>();
    for (SearchTerm part : TimeRange.flat(term)) {
      if (!(part instanceof SearchTerm.Comparison c) || !isPlain(c)) {
        return List.of();
      }
      parts.add(c);
    }
    return parts;
  }

  private boolean isPlain(SearchTerm.Comparison c) {
    return c.comparator() == Comparator.EQUAL
        && c.value() instanceof Literal literal
        && literal.form() != Literal.Form.CASE
        && literal.text().indexOf('*') < 0
        && !(literal.text().indexOf('/') > 0 && Network.parse(literal.text()).isPresent())
        && isSingle(c.field());
  }

  private boolean isSingle(FieldName field) {
    return row.field(field.name()).filter(value -> value.type() != SplType.MULTIVALUE).isPresent();
  }

  /** A value in the one spelling that all equal values share. */
  private static String key(String text) {
    OptionalDouble number = SplNumber.parse(text);
    return number.isPresent()
        ? String.valueOf(SplNumber.text(number.getAsDouble()))
        : text.toLowerCase(Locale.ROOT);
  }

  private RexNode key(Value value) {
    return switch (value.type()) {
      case INTEGER, NUMBER -> context.scalars().toText(value);
      case TEXT, BOOLEAN, MULTIVALUE -> {
        RexNode number =
            context.sql().call(SplFunctions.NUMBER_TEXT, context.scalars().toDouble(value));
        yield context
            .sql()
            .coalesce(Types.TEXT, number, context.scalars().lower(context.scalars().toText(value)));
      }
    };
  }

  private RexNode in(List<String> fields, List<String> values) {
    List<RexNode> arguments = new ArrayList<>();
    List<RexNode> keys = fields.stream().map(field -> key(row.field(field).orElseThrow())).toList();
    arguments.add(keys.size() == 1 ? keys.getFirst() : joined(keys));
    values.stream().distinct().forEach(value -> arguments.add(context.sql().text(value)));
    return context
        .sql()
        .call(EngineFunction.in(arguments.size() - 1), arguments.toArray(RexNode[]::new));
  }

  /** Null where one of them is. */
  private RexNode joined(List<RexNode> keys) {
    String places =
        IntStream.range(0, keys.size())
            .mapToObj(i -> "{" + i + "}")
            .collect(Collectors.joining(" || chr(31) || ", "(", ")"));
    return context
        .sql()
        .call(new EngineFunction("KEY", Types.TEXT, places), keys.toArray(RexNode[]::new));
  }
}
