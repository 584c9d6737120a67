package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.algebra.Windows;
import io.flowproof.query.spl.Command;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code transpose} ("transpose", Search Reference): a row for each field, a column for each of the
 * first rows, five by default, named {@code row 1} and so on or after the values of a field.
 */
final class TransposeLowering {
  private static final int DEFAULT = 5;
  private static final EngineFunction AT = new EngineFunction("AT", Types.TEXT, "{0}[{1}]");

  private final Command.Words command;
  private final SplContext context;
  private final Algebra algebra;

  private TransposeLowering(Command.Words command, SplContext context) {
    this.command = command;
    this.context = context;
    this.algebra = context.algebra();
  }

  static Relation<SplType> lower(
      Command.Words command, Relation<SplType> input, SplContext context) {
    return new TransposeLowering(command, context).lower(input);
  }

  private Relation<SplType> lower(Relation<SplType> input) {
    int limit = limit();
    String header = WordCommandLowering.text(command, "header_field", "");
    if (!header.isEmpty() && input.field(header).isEmpty()) {
      context.missingField(header, command.span(), input.names());
    }
    List<Field<SplType>> shown =
        input.fields().stream().filter(field -> !field.name().equals(header)).toList();
    if (shown.isEmpty()) {
      return input;
    }
    Relation<SplType> first = algebra.limit(input, limit);
    List<String> names = names(first, header);
    Row row = new Row(algebra, first);
    RexNode number = row.once(Windows.rowNumber(algebra, first, List.of()));
    List<RexNode> values = new ArrayList<>();
    shown.forEach(field -> values.add(context.scalars().toText(row.value(field))));
    RexNode list = row.once(context.sql().list(Types.TEXT_LIST, values));
    RexNode place = row.unnested(places(shown.size()), Types.LONG);
    RexNode value = row.once(context.sql().call(AT, list, place));
    List<Measure> measures = new ArrayList<>();
    for (int i = 1; i <= names.size(); i++) {
      RexNode isRow = context.sql().isTrue(context.sql().equal(number, context.sql().number(i)));
      measures.add(new Measure(Aggregates.min(Types.TEXT), List.of(value), isRow));
    }
    RelNode plan = algebra.aggregate(row.relation().plan(), List.of(place), measures);
    return named(plan, shown, names);
  }

  private Relation<SplType> named(RelNode plan, List<Field<SplType>> shown, List<String> names) {
    SortKey order = new SortKey(0, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST);
    Relation<SplType> rows = new Relation<>(plan, List.of(), List.of(), List.of(order));
    String titles =
        shown.stream()
            .map(field -> "'" + field.name().replace("'", "''").replace("{", "{'||'") + "'")
            .collect(Collectors.joining(", ", "[", "][{0}]"));
    RexNode title =
        context.sql().call(new EngineFunction("TITLE", Types.TEXT, titles), algebra.ref(plan, 0));
    List<Output<SplType>> outputs = new ArrayList<>();
    outputs.add(
        new Output<>(
            WordCommandLowering.text(command, "column_name", "column"), title, SplType.TEXT));
    List<RexNode> present = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      RexNode cell = algebra.ref(plan, i + 1);
      present.add(context.sql().isNotNull(cell));
      outputs.add(new Output<>(names.get(i), cell, SplType.TEXT));
    }
    boolean all = WordCommandLowering.isTrue(command, "include_empty", true, context);
    return algebra.project(
        all || present.isEmpty() ? rows : algebra.filter(rows, context.sql().or(present)), outputs);
  }

  private int limit() {
    if (command.words().isEmpty()) {
      return DEFAULT;
    }
    String text = command.words().getFirst().name().name();
    int limit = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
    if (limit < 0 || command.words().size() > 1) {
      context.error(
          ErrorCode.ARGUMENT,
          command.words().getLast().span(),
          "'transpose' takes one number of rows",
          "such as: transpose 10 header_field=host");
    }
    return limit <= 0 || limit > ChartSeries.MOST ? ChartSeries.MOST : limit;
  }

  /** The names of the columns, one for each row, found by a query that runs now. */
  private List<String> names(Relation<SplType> first, String header) {
    Row row = new Row(algebra, first);
    Value value = row.field(header).orElseGet(() -> context.scalars().text(""));
    Relation<SplType> headers =
        algebra.project(
            row.relation(),
            List.of(new Output<>("h", context.scalars().toText(value), SplType.TEXT)));
    Optional<List<List<@Nullable Object>>> rows =
        PriorRows.of(
            algebra.finish(headers), "The columns of 'transpose'", command.span(), context);
    if (rows.isEmpty()) {
      return List.of();
    }
    Set<String> names = new LinkedHashSet<>();
    int number = 0;
    for (List<@Nullable Object> found : rows.get()) {
      number++;
      String name = found.getFirst() instanceof String text ? text : "";
      if (name.isEmpty() || !names.add(name)) {
        names.add("row " + number);
      }
    }
    return List.copyOf(names);
  }

  private RexNode places(int count) {
    return context
        .sql()
        .call(
            new EngineFunction(
                "PLACES", Types.listOf(Types.LONG), "range(1, " + (count + 1) + ")"));
  }
}
