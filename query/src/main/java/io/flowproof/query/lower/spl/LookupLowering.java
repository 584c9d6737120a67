package io.flowproof.query.lower.spl;

import io.flowproof.core.address.Network;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.AddressFunctions;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.CombinationPart.LookupField;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import io.flowproof.query.splunk.LookupDefinition;
import io.flowproof.query.splunk.LookupDefinition.MatchType;
import io.flowproof.query.splunk.LookupTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code lookup} ("lookup", Search Reference): fields of the rows of a lookup whose fields match
 * those of the event. Several rows make several values. Where nothing matches the event keeps what
 * it has, with OUTPUT as with OUTPUTNEW; an event that lacks a field to match is not looked up.
 */
final class LookupLowering {
  private static final int MOST_PATTERNS = 5_000;
  private static final EngineFunction LIKE =
      new EngineFunction("LIKE", Types.BOOLEAN, "({0} LIKE {1} ESCAPE '\\')");

  private final Combination.Lookup command;
  private final SplContext context;

  LookupLowering(Combination.Lookup command, SplContext context) {
    this.command = command;
    this.context = context;
  }

  /** A field to take, by its place in the lookup, and the event's field to set. */
  private record Taken(int place, String name) {}

  Relation<SplType> lower(Relation<SplType> input) {
    for (Option option : command.options()) {
      if (option.name().equals("event_time_field")) {
        context.unsupported(option.span(), "A lookup bounded in time is not supported");
      } else {
        Options.isTrue(option, context);
      }
    }
    LookupSource source = new LookupSource(context);
    LookupDefinition definition = source.definition(command.table());
    LookupTable table = definition == null ? null : source.table(definition, command.table());
    if (definition == null || table == null) {
      return input;
    }
    List<Integer> keys = places(command.match(), table);
    List<Taken> taken = taken(table, keys);
    if (keys.isEmpty() || taken == null) {
      return input;
    }
    return definition.isExact()
        ? exactly(definition, table, keys, taken, input)
        : byPattern(definition, table, keys, taken, input);
  }

  private List<Integer> places(List<LookupField> fields, LookupTable table) {
    List<Integer> places = new ArrayList<>();
    for (LookupField field : fields) {
      int place = table.fields().indexOf(field.inLookup().name());
      if (place < 0) {
        noField(field.inLookup(), table);
        return List.of();
      }
      places.add(place);
    }
    return places;
  }

  private void noField(FieldName field, LookupTable table) {
    String hint = Suggestion.didYouMean(field.name(), table.fields());
    context.error(
        ErrorCode.UNKNOWN_COLUMN,
        field.span(),
        "The lookup '" + command.table().name() + "' has no field '" + field.name() + "'",
        hint != null ? hint : "it has " + String.join(", ", table.fields()));
  }

  /** What OUTPUT names, or else every field that is not matched; null after a problem. */
  private @Nullable List<Taken> taken(LookupTable table, List<Integer> keys) {
    List<Taken> taken = new ArrayList<>();
    if (command.output() == null) {
      for (int i = 0; i < table.fields().size(); i++) {
        if (!keys.contains(i)) {
          taken.add(new Taken(i, table.fields().get(i)));
        }
      }
      return taken;
    }
    List<Integer> places = places(command.output().fields(), table);
    for (int i = 0; i < places.size(); i++) {
      taken.add(new Taken(places.get(i), command.output().fields().get(i).inEvent().name()));
    }
    return places.isEmpty() ? null : taken;
  }

  /** The event's values to match with, as texts. */
  private List<RexNode> values(Row row, boolean folds) {
    List<RexNode> values = new ArrayList<>();
    for (LookupField field : command.match()) {
      FieldName name = field.inEvent();
      Optional<Value> value = row.field(name.name());
      if (value.isEmpty()) {
        context.missingField(name.name(), name.span(), row.relation().names());
      } else if (value.get().type() == SplType.MULTIVALUE) {
        context.unsupported(
            name.span(), "Looking up the multivalue field '" + name.name() + "' is not supported");
      }
      RexNode text = context.scalars().toText(value.orElse(context.scalars().missing()));
      values.add(folds ? context.scalars().lower(text) : text);
    }
    return values;
  }

  private Relation<SplType> exactly(
      LookupDefinition definition,
      LookupTable table,
      List<Integer> keys,
      List<Taken> taken,
      Relation<SplType> input) {
    boolean folds = !definition.isCaseSensitive();
    Map<List<String>, List<List<@Nullable String>>> matches = new LinkedHashMap<>();
    for (List<@Nullable String> row : table.rows()) {
      List<String> key = new ArrayList<>();
      for (int place : keys) {
        String cell = row.get(place);
        if (cell != null) {
          key.add(folds ? cell.toLowerCase(Locale.ROOT) : cell);
        }
      }
      if (key.size() == keys.size()) {
        matches.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
      }
    }
    List<Integer> places = taken.stream().map(Taken::place).toList();
    MatchedValues found = new MatchedValues(definition, places);
    matches.forEach(found::add);
    return beside(found, taken, definition, folds, input);
  }

  private Relation<SplType> beside(
      MatchedValues found,
      List<Taken> taken,
      LookupDefinition definition,
      boolean folds,
      Relation<SplType> input) {
    Algebra algebra = context.algebra();
    Row row = new Row(algebra, input);
    List<RexNode> values = values(row, folds).stream().map(row::once).toList();
    int width = row.relation().plan().getRowType().getFieldCount();
    RelNode rows = TextRows.of(found.isList(values.size()), found.rows(), context);
    Beside pair =
        new Beside(row.relation(), new Relation<>(rows, List.of(), List.of(), List.of()), context);
    List<RexNode> equal = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      equal.add(context.sql().equal(values.get(i), pair.inRight(algebra.ref(rows, i))));
    }
    RelNode joined = pair.join(JoinRelType.LEFT, context.sql().and(equal));
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < taken.size(); i++) {
      RexNode column = algebra.ref(joined, width + values.size() + i);
      SplType type = found.isList().get(i) ? SplType.MULTIVALUE : SplType.TEXT;
      outputs.add(orDefault(new Value(column, type), definition, values));
    }
    Relation<SplType> pairs =
        new Relation<>(
            joined, input.fields(), input.provenance(), input.order(), input.addressKeys());
    return set(pairs, taken, outputs);
  }

  /** Where nothing matches, the values that min_matches asks for. */
  private Value orDefault(Value value, LookupDefinition definition, List<RexNode> keys) {
    String text = definition.defaultMatch();
    if (text == null || definition.leastMatches() == 0) {
      return value;
    }
    boolean several = value.type() == SplType.MULTIVALUE || definition.leastMatches() > 1;
    SplType type = several ? SplType.MULTIVALUE : SplType.TEXT;
    RexNode made =
        several
            ? context
                .sql()
                .call(
                    new EngineFunction(
                        "MADE", Types.TEXT_LIST, "list_transform(range({1}), lambda i: {0})"),
                    context.sql().text(text),
                    context.sql().number(definition.leastMatches()))
            : context.sql().text(text);
    List<RexNode> present = keys.stream().map(context.sql()::isNotNull).toList();
    RexNode fallback =
        context
            .sql()
            .choose(
                type.physical(),
                context.sql().and(present),
                made,
                context.sql().nullOf(type.physical()));
    return first(value, new Value(fallback, type));
  }

  private Relation<SplType> set(Relation<SplType> rows, List<Taken> taken, List<Value> values) {
    Algebra algebra = context.algebra();
    boolean keepsOld = command.output() != null && command.output().keepsOld();
    List<Output<SplType>> outputs = new ArrayList<>();
    rows.fields().forEach(f -> outputs.add(new Output<>(f.name(), algebra.ref(rows, f), f.type())));
    for (int i = 0; i < taken.size(); i++) {
      String name = taken.get(i).name();
      Value found = values.get(i);
      Value old = rows.field(name).map(f -> new Value(algebra.ref(rows, f), f.type())).orElse(null);
      Value merged = old == null ? found : keepsOld ? first(old, found) : first(found, old);
      EvalLowering.set(outputs, new Output<>(name, merged.rex(), merged.type()));
    }
    return algebra.project(rows, outputs);
  }

  private Value first(Value preferred, Value otherwise) {
    return Beside.first(preferred, otherwise, context);
  }

  /** Row by row of the lookup, which has patterns or networks. */
  private Relation<SplType> byPattern(
      LookupDefinition definition,
      LookupTable table,
      List<Integer> keys,
      List<Taken> taken,
      Relation<SplType> input) {
    if (table.rows().size() > MOST_PATTERNS) {
      context.unsupported(
          command.table().span(),
          String.format(
              Locale.ROOT,
              "A lookup of more than %,d rows with wildcards or networks is not supported",
              MOST_PATTERNS));
      return input;
    }
    Row row = new Row(context.algebra(), input);
    List<RexNode> values = values(row, false).stream().map(row::once).toList();
    List<RexNode> places = new ArrayList<>();
    for (int i = 0; i < table.rows().size(); i++) {
      List<RexNode> all = new ArrayList<>();
      for (int k = 0; k < keys.size(); k++) {
        String cell = table.rows().get(i).get(keys.get(k));
        MatchType type = definition.matchType(table.fields().get(keys.get(k)));
        all.add(
            cell == null
                ? context.sql().bool(false)
                : matches(values.get(k), cell, type, definition.isCaseSensitive(), row));
      }
      places.add(
          context
              .sql()
              .choose(
                  Types.LONG,
                  context.sql().and(all),
                  context.sql().number(i + 1L),
                  context.sql().nullOf(Types.LONG)));
    }
    RexNode matched = row.once(firstOf(places, definition.mostMatches()));
    List<Value> outputs = new ArrayList<>();
    for (Taken field : taken) {
      List<@Nullable String> column = new ArrayList<>();
      table.rows().forEach(cells -> column.add(cells.get(field.place())));
      outputs.add(
          orDefault(
              new Value(
                  cells(matched, column, definition.mostMatches()),
                  definition.mostMatches() == 1 ? SplType.TEXT : SplType.MULTIVALUE),
              definition,
              values));
    }
    return set(row.relation(), taken, outputs);
  }

  private RexNode matches(
      RexNode value, String cell, MatchType type, boolean isCaseSensitive, Row row) {
    if (type == MatchType.CIDR && Network.parse(cell).isPresent()) {
      return AddressFunctions.contains(
          context.sql(), row.relation(), value, Network.parse(cell).orElseThrow(), cell);
    }
    RexNode text = isCaseSensitive ? value : context.scalars().lower(value);
    String wanted = isCaseSensitive ? cell : cell.toLowerCase(Locale.ROOT);
    return type == MatchType.WILDCARD && wanted.indexOf('*') >= 0
        ? context.sql().call(LIKE, text, context.sql().text(Wildcard.like(wanted)))
        : context.sql().equal(text, context.sql().text(wanted));
  }

  /** The places that are not null, the first of them. */
  private RexNode firstOf(List<RexNode> places, int most) {
    EngineFunction list =
        new EngineFunction(
            "MATCHED",
            Types.listOf(Types.LONG),
            "list_filter([{*}], lambda v: v IS NOT NULL)[1:" + most + "]");
    return context.sql().call(list, places.toArray(RexNode[]::new));
  }

  /** The cells of a column at places: one text, or several as a list; null for none. */
  private RexNode cells(RexNode places, List<@Nullable String> column, int most) {
    List<RexNode> arguments = new ArrayList<>();
    arguments.add(places);
    column.forEach(
        cell ->
            arguments.add(
                cell == null ? context.sql().nullOf(Types.TEXT) : context.sql().text(cell)));
    String all =
        IntStream.rangeClosed(1, column.size())
            .mapToObj(i -> "{" + i + "}")
            .collect(Collectors.joining(", ", "([", "]::VARCHAR[])"));
    String picked =
        "list_filter(list_transform({0}, lambda i: " + all + "[i]), lambda v: v IS NOT NULL)";
    EngineFunction function =
        most == 1
            ? new EngineFunction("CELL_OF", Types.TEXT, "(" + picked + ")[1]")
            : new EngineFunction(
                "CELLS_OF",
                Types.TEXT_LIST,
                "(CASE WHEN len({0}) = 0 THEN NULL ELSE " + picked + " END)");
    return context.sql().call(function, arguments.toArray(RexNode[]::new));
  }
}
