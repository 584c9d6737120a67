package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.Kql.ColumnType;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Literal;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator.Evaluate;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code evaluate bag_unpack(bag, prefix, conflict, ignored) : (columns)}: a column for each key of
 * a column of bags (Kusto documentation, "bag_unpack plugin"). Where the columns are not written
 * they are the keys that the data have, in the order of their names, each of the type that all its
 * values have, or else dynamic.
 */
final class BagUnpackLowering {
  private static final EngineFunction KEYS =
      new EngineFunction(
          "KEYS",
          Types.TEXT_LIST,
          "(CASE WHEN json_type({0}) = 'OBJECT' THEN json_keys({0}) ELSE [] END)");
  // A time inside a bag is the text that all times have there.
  private static final String TYPE =
      "(CASE WHEN json_type({0}) = 'VARCHAR' AND {0} LIKE"
          + " '\"____-__-__T__:__:__._______Z\"' THEN 'DATETIME' ELSE json_type({0}) END)";

  private final Binder binder;

  BagUnpackLowering(Binder binder) {
    this.binder = binder;
  }

  /** What to do with a key that is the name of a column. */
  private enum Conflict {
    ERROR,
    REPLACE_SOURCE,
    KEEP_SOURCE
  }

  Rows lower(Evaluate evaluate, Call call, Rows rows, Environment names) {
    List<Argument> arguments = call.arguments();
    if (arguments.isEmpty() || !(arguments.getFirst().value() instanceof Name bag)) {
      throw binder.problem(
          ErrorCode.ARGUMENT, call.span(), "bag_unpack() takes a column of type dynamic first");
    }
    Scalar value = Expressions.over(binder, rows, names).lower(bag);
    if (value.type() != KqlType.DYNAMIC) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          bag.span(),
          "bag_unpack() takes a dynamic here, and this is " + Binder.a(value.type()));
    }
    String prefix = text(arguments, 1, "OutputColumnPrefix", "");
    Conflict conflict = conflict(arguments);
    return evaluate.schema().isEmpty()
        ? unpacked(call, bag, value, rows, prefix, conflict)
        : written(evaluate, bag, value, rows, prefix, conflict);
  }

  private Rows written(
      Evaluate evaluate, Name bag, Scalar value, Rows rows, String prefix, Conflict conflict) {
    Conversions conversions = new Conversions(binder.values());
    VisibleColumns columns = new VisibleColumns(binder, rows).remove(bag.text());
    Set<String> own = new HashSet<>(rows.relation().names());
    own.remove(bag.text());
    Set<String> wanted = new HashSet<>();
    for (ColumnType column : evaluate.schema()) {
      String name = column.name().text();
      wanted.add(name);
      boolean keeps = conflict == Conflict.KEEP_SOURCE || !name.startsWith(prefix);
      if (!own.contains(name) || !keeps) {
        String key = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        columns.put(name, conversions.to(column.type(), member(value, key)));
      }
    }
    if (!evaluate.keeps()) {
      own.stream().filter(name -> !wanted.contains(name)).forEach(columns::remove);
    }
    return columns.project();
  }

  private Rows unpacked(
      Call call, Name bag, Scalar value, Rows rows, String prefix, Conflict conflict) {
    VisibleColumns columns = new VisibleColumns(binder, rows).remove(bag.text());
    Optional<Map<String, KqlType>> slots = slots(call, value, rows);
    if (slots.isEmpty()) {
      return columns.project().opened();
    }
    Conversions conversions = new Conversions(binder.values());
    Set<String> ignored = ignored(call.arguments());
    Set<String> own = new HashSet<>(rows.relation().names());
    own.remove(bag.text());
    slots.get().keySet().removeAll(ignored);
    slots
        .get()
        .forEach(
            (key, type) -> {
              String name = prefix + key;
              if (own.contains(name) && conflict == Conflict.ERROR) {
                throw binder.problem(
                    ErrorCode.AMBIGUOUS_NAME,
                    call.span(),
                    "The bags have a key '" + key + "', and a column '" + name + "' is there",
                    "say which counts: columnsConflict='replace_source' or 'keep_source'");
              }
              if (!own.contains(name) || conflict == Conflict.REPLACE_SOURCE) {
                columns.put(name, conversions.to(type, member(value, key)));
              }
            });
    return columns.project();
  }

  /** The keys of all bags with their types; empty where that is not known. */
  private Optional<Map<String, KqlType>> slots(Call call, Scalar bag, Rows rows) {
    Algebra algebra = binder.context().algebra();
    RelNode bags = algebra.project(rows.relation().plan(), List.of(bag.rex()));
    Scalar each = new Scalar(algebra.ref(bags, 0), KqlType.DYNAMIC);
    RelNode keys =
        algebra.unnest(bags, binder.values().scalars().call(KEYS, each.rex()), Types.TEXT);
    Scalar key = new Scalar(algebra.ref(keys, 1), KqlType.STRING);
    Scalar member = member(new Scalar(algebra.ref(keys, 0), KqlType.DYNAMIC), key);
    Scalar type = binder.values().call(KqlType.STRING, "TYPE", TYPE, member);
    RelNode pairs = algebra.project(keys, List.of(key.rex(), type.rex()));
    return new DataColumns(binder)
        .found(pairs, call.function().span())
        .map(
            found -> {
              Map<String, KqlType> slots = new LinkedHashMap<>();
              for (List<@Nullable Object> row : found) {
                String name = String.valueOf(row.getFirst());
                KqlType kind = type(row.getLast());
                if (kind != null) {
                  slots.merge(name, kind, (a, b) -> a == b ? a : KqlType.DYNAMIC);
                } else {
                  slots.putIfAbsent(name, KqlType.DYNAMIC);
                }
              }
              return slots;
            });
  }

  /** Kusto's type of a JSON value; null for one that is null. */
  private static @Nullable KqlType type(@Nullable Object json) {
    return switch (String.valueOf(json)) {
      case "VARCHAR" -> KqlType.STRING;
      case "DATETIME" -> KqlType.DATETIME;
      case "UBIGINT", "BIGINT" -> KqlType.LONG;
      case "DOUBLE", "HUGEINT" -> KqlType.REAL;
      case "BOOLEAN" -> KqlType.BOOL;
      case "ARRAY", "OBJECT" -> KqlType.DYNAMIC;
      default -> null;
    };
  }

  private Scalar member(Scalar bag, String key) {
    return member(bag, binder.values().text(key));
  }

  private Scalar member(Scalar bag, Scalar key) {
    // A JSON pointer: any key can be said in it.
    return binder
        .values()
        .call(
            KqlType.DYNAMIC,
            "MEMBER",
            "nullif(CAST(json_extract({0}, '/' || replace(replace({1}, '~', '~0'), '/', '~1'))"
                + " AS VARCHAR), 'null')",
            bag,
            key);
  }

  private Conflict conflict(List<Argument> arguments) {
    String said = text(arguments, 2, "columnsConflict", "error");
    return switch (said) {
      case "error" -> Conflict.ERROR;
      case "replace_source" -> Conflict.REPLACE_SOURCE;
      case "keep_source" -> Conflict.KEEP_SOURCE;
      default ->
          throw binder.problem(
              ErrorCode.ARGUMENT,
              arguments.get(Math.min(2, arguments.size() - 1)).span(),
              "columnsConflict is error, replace_source or keep_source, and not '" + said + "'");
    };
  }

  private Set<String> ignored(List<Argument> arguments) {
    KqlExpression given = argument(arguments, 3, "ignoredProperties");
    if (given == null) {
      return Set.of();
    }
    Scalar value =
        new Expressions(binder, new ConstantScope(binder, Set.of()), Environment.empty())
            .lower(given);
    Set<String> ignored = new HashSet<>();
    if (value.type() != KqlType.DYNAMIC || !(value.constant() instanceof String json)) {
      throw binder.problem(
          ErrorCode.ARGUMENT, given.span(), "ignoredProperties is an array: dynamic(['a', 'b'])");
    }
    JsonArray.elements(json)
        .orElse(List.of())
        .forEach(element -> ignored.add(String.valueOf(element)));
    return ignored;
  }

  private static String text(List<Argument> arguments, int place, String name, String missing) {
    return argument(arguments, place, name) instanceof Literal literal
            && literal.value() instanceof String text
        ? text
        : missing;
  }

  private static @Nullable KqlExpression argument(
      List<Argument> arguments, int place, String name) {
    List<KqlExpression> found = new ArrayList<>();
    for (int i = 1; i < arguments.size(); i++) {
      Argument argument = arguments.get(i);
      if (argument.name() == null ? i == place : argument.name().text().equals(name)) {
        found.add(argument.value());
      }
    }
    return found.isEmpty() ? null : found.getFirst();
  }
}
