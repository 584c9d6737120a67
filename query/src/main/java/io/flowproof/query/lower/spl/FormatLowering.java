package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.CombinationPart.ReturnItem;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/**
 * {@code format} and {@code return}, which make one row with the text of a search out of all rows
 * ("format", "return", Search Reference).
 */
final class FormatLowering {
  private static final List<String> MARKS = List.of("(", "(", "AND", ")", "OR", ")");
  private static final EngineFunction QUOTED =
      new EngineFunction(
          "QUOTED",
          Types.TEXT,
          "('\"' || replace(replace({0}, '\\', '\\\\'), '\"', '\\\"') || '\"')");
  private static final EngineFunction EQUALS =
      new EngineFunction("EQUALS_TEXT", Types.TEXT, "({0} || '=' || {1})");

  private final SplContext context;

  FormatLowering(SplContext context) {
    this.context = context;
  }

  Relation<SplType> format(Combination.Format format, Relation<SplType> input) {
    List<String> marks = format.marks().isEmpty() ? MARKS : format.marks();
    String severalBy = "OR";
    String empty = "NOT ()";
    Relation<SplType> rows = input;
    for (Option option : format.options()) {
      switch (option.name()) {
        case "mvsep" -> severalBy = option.value();
        case "emptystr" -> empty = option.value();
        default -> {
          int most = Options.number(option, 0, Integer.MAX_VALUE - 1, context);
          rows = most == 0 ? input : context.algebra().limit(input, most);
        }
      }
    }
    Row row = new Row(context.algebra(), rows);
    List<RexNode> terms = new ArrayList<>();
    for (Field<SplType> field : rows.fields()) {
      if (!field.name().startsWith("_")) {
        terms.add(term(field.name(), row.value(field), severalBy));
      }
    }
    RexNode joined = row.once(joined(terms, " " + marks.get(2) + " "));
    RexNode text = surrounded(marks.get(1) + " ", joined, " " + marks.get(3));
    return oneText(
        row,
        row.once(text),
        " " + marks.get(4) + " ",
        marks.get(0) + " ",
        " " + marks.get(5),
        empty);
  }

  /** {@code name="value"}, or for several values as many joined; null for a missing one. */
  private RexNode term(String name, Value value, String severalBy) {
    if (value.type() != SplType.MULTIVALUE) {
      return context
          .sql()
          .call(
              EQUALS,
              context.sql().text(name),
              context.sql().call(QUOTED, context.scalars().toText(value)));
    }
    EngineFunction several =
        new EngineFunction(
            "SEVERAL",
            Types.TEXT,
            "(CASE WHEN len({0}) > 1 THEN '(' ELSE '' END"
                + " || array_to_string(list_transform({0}, lambda v: {1} || '=\"'"
                + " || replace(replace(v, '\\', '\\\\'), '\"', '\\\"') || '\"'), {2})"
                + " || CASE WHEN len({0}) > 1 THEN ')' ELSE '' END)");
    return context
        .sql()
        .call(
            several,
            value.rex(),
            context.sql().text(name),
            context.sql().text(" " + severalBy + " "));
  }

  /** The texts that are not missing, joined; null when all are. */
  private RexNode joined(List<RexNode> texts, String separator) {
    if (texts.isEmpty()) {
      return context.sql().nullOf(Types.TEXT);
    }
    EngineFunction join =
        new EngineFunction(
            "JOINED",
            Types.TEXT,
            "nullif(array_to_string(list_filter(["
                + java.util.stream.IntStream.range(1, texts.size() + 1)
                    .mapToObj(i -> "{" + i + "}")
                    .collect(java.util.stream.Collectors.joining(", "))
                + "], lambda v: v IS NOT NULL), {0}), '')");
    List<RexNode> arguments = new ArrayList<>();
    arguments.add(context.sql().text(separator));
    arguments.addAll(texts);
    return context.sql().call(join, arguments.toArray(RexNode[]::new));
  }

  private RexNode surrounded(String before, RexNode text, String after) {
    EngineFunction surround = new EngineFunction("SURROUNDED", Types.TEXT, "({0} || {1} || {2})");
    return context
        .sql()
        .call(surround, context.sql().text(before), text, context.sql().text(after));
  }

  /** One row whose field {@code search} is the texts of all rows, joined. */
  private Relation<SplType> oneText(
      Row row, RexNode text, String separator, String before, String after, String empty) {
    Algebra algebra = context.algebra();
    Relation<SplType> rows = row.relation();
    List<SortKey> order = algebra.totalOrder(rows);
    List<RexNode> arguments = new ArrayList<>();
    arguments.add(text);
    StringBuilder keys = new StringBuilder();
    for (SortKey key : order) {
      arguments.add(algebra.ref(rows.plan(), key.index()));
      keys.append(keys.isEmpty() ? "{" : ", {")
          .append(arguments.size() - 1)
          .append("}")
          .append(key.direction() == SortKey.Direction.DESCENDING ? " DESC" : "")
          .append(key.nulls() == SortKey.Nulls.FIRST ? " NULLS FIRST" : " NULLS LAST");
    }
    String template =
        "string_agg({0}, '" + separator.replace("'", "''") + "' ORDER BY " + keys + ")";
    RelNode plan =
        algebra.aggregate(
            rows.plan(),
            List.of(),
            List.of(
                new Measure(
                    new EngineAggregate("string_agg", Types.TEXT, template),
                    arguments,
                    context.sql().isNotNull(text))));
    RexNode all = surrounded(before, algebra.ref(plan, 0), after);
    RelNode filled =
        algebra.project(
            plan, List.of(context.sql().coalesce(Types.TEXT, all, context.sql().text(empty))));
    return new Relation<>(
        filled, List.of(new Field<>("search", SplType.TEXT, 0)), List.of(), List.of());
  }

  Relation<SplType> returned(Combination.Return command, Relation<SplType> input) {
    int count = command.count() == null ? 1 : command.count();
    Row row = new Row(context.algebra(), context.algebra().limit(input, count));
    List<RexNode> terms = new ArrayList<>();
    for (ReturnItem item : command.items()) {
      Value value = row.field(item.field().name()).orElse(context.scalars().missing());
      if (row.field(item.field().name()).isEmpty()) {
        context.missingField(item.field().name(), item.field().span(), input.names());
      }
      String name = (item.alias() == null ? item.field() : item.alias()).name();
      terms.add(item.bare() ? context.scalars().toText(value) : term(name, value, "OR"));
    }
    RexNode text = row.once(joined(terms, " "));
    RexNode each = count == 1 ? text : row.once(surrounded("(", text, ")"));
    return oneText(row, each, " OR ", "", "", "NOT ()");
  }
}
