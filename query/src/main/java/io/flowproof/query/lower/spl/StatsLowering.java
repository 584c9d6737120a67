package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.lower.spl.StatsFunction.Aggregate;
import io.flowproof.query.lower.spl.StatsFunction.Argument;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart;
import io.flowproof.query.spl.CommandPart.AggregatedEval;
import io.flowproof.query.spl.CommandPart.AggregatedField;
import io.flowproof.query.spl.CommandPart.Aggregation;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code stats}: one row for each combination of the BY fields, in their order, or one row for all
 * events. Rows that lack a BY field are left out.
 */
final class StatsLowering {
  private final SplContext context;
  private final Groups groups;
  private final Row row;
  private final List<String> names = new ArrayList<>();
  private final List<Aggregate> aggregates = new ArrayList<>();

  /** What a stats-like command computes, over the rows of its groups. */
  StatsLowering(List<FieldName> by, Relation<SplType> input, SplContext context) {
    this(Groups.of(by, input, context), context);
  }

  /** The same over groups that are made already. */
  StatsLowering(Groups groups, SplContext context) {
    this.context = context;
    this.groups = groups;
    this.row = new Row(context.algebra(), groups.input());
  }

  static Relation<SplType> lower(Command.Stats stats, Relation<SplType> input, SplContext context) {
    rejectOptions(stats.options(), context);
    boolean distinct =
        stats.options().stream()
            .anyMatch(o -> o.name().equals("dedup_splitvals") && Options.isTrue(o, context));
    StatsLowering lowering =
        new StatsLowering(
            distinct
                ? Groups.ofDistinct(stats.by(), input, context)
                : Groups.of(stats.by(), input, context),
            context);
    stats.aggregations().forEach(lowering::add);
    return lowering.grouped();
  }

  static void rejectOptions(List<Option> options, SplContext context) {
    for (Option option : options) {
      switch (option.name()) {
        // Where Splunk computes, and how several values look as one text.
        case "partitions", "delim", "dedup_splitvals" -> {}
        default -> {
          if (Options.isTrue(option, context)) {
            context.unsupported(
                option.span(), "The option '" + option.name() + "' is not supported here");
          }
        }
      }
    }
  }

  /** Adds an aggregation, or several where its field has wildcards. */
  void add(Aggregation aggregation) {
    if (aggregation.argument() instanceof CommandPart.AggregatedSparkline drawn) {
      name(aggregation, new SparklineLowering(drawn, row, context).aggregate());
      return;
    }
    StatsFunction function = StatsFunctions.find(aggregation, context);
    if (function == null) {
      return;
    }
    switch (aggregation.argument()) {
      case null -> {
        if (!function.name().equals("count") && !function.name().equals("c")) {
          context.error(
              ErrorCode.ARGUMENT,
              aggregation.span(),
              "'" + function.name() + "' needs a field",
              null);
          return;
        }
        name(aggregation, StatsFunctions.countOfRows());
      }
      case AggregatedEval eval -> name(aggregation, over(aggregation, function, eval));
      case AggregatedField field when field.field().isPattern() ->
          addAll(aggregation, function, field.field());
      case AggregatedField field -> name(aggregation, over(function, field(field.field())));
      case CommandPart.AggregatedSparkline _ -> throw new IllegalStateException("It is done");
    }
  }

  private Value field(FieldName name) {
    return row.field(name.name())
        .orElseGet(
            () -> {
              context.missingField(name.name(), name.span(), row.relation().names());
              return context.scalars().missing();
            });
  }

  private @Nullable Aggregate over(
      Aggregation aggregation, StatsFunction function, AggregatedEval eval) {
    Value value = new ExpressionLowering(context, row).lower(eval.expression());
    boolean counts = function.name().equals("count") || function.name().equals("c");
    if (value.type() == SplType.BOOLEAN && !counts) {
      context.error(
          ErrorCode.TYPE_MISMATCH,
          eval.span(),
          "Only count takes a condition, not '" + aggregation.function() + "'",
          "write if(condition, value, null())");
      return null;
    }
    return over(function, value);
  }

  private Aggregate over(StatsFunction function, Value value) {
    return function.lowering().lower(new Argument(value, row.relation(), context));
  }

  private void addAll(Aggregation aggregation, StatsFunction function, FieldName pattern) {
    FieldName as = aggregation.as();
    if (as != null && Wildcard.count(as.name()) != Wildcard.count(pattern.name())) {
      context.error(
          ErrorCode.ARGUMENT,
          as.span(),
          "Both names need the same number of wildcards",
          "such as: values(a*) AS b*");
      return;
    }
    Wildcard wildcard = Wildcard.ofNames(pattern.name());
    for (Field<SplType> field : FieldsLowering.matching(pattern, row.relation())) {
      boolean isKey = groups.fields().stream().anyMatch(key -> key.name().equals(field.name()));
      if (!isKey) {
        String name =
            as == null
                ? aggregation.function() + "(" + field.name() + ")"
                : wildcard.translate(field.name(), as.name()).orElseThrow();
        add(name, over(function, row.value(field)), aggregation.span());
      }
    }
  }

  private void name(Aggregation aggregation, @Nullable Aggregate aggregate) {
    if (aggregate != null) {
      FieldName as = aggregation.as();
      add(
          as == null ? context.source(aggregation.span()) : as.name(),
          aggregate,
          as == null ? aggregation.span() : as.span());
    }
  }

  private void add(String name, Aggregate aggregate, Span span) {
    boolean isKey = groups.fields().stream().anyMatch(key -> key.name().equals(name));
    if (isKey || names.contains(name)) {
      context.error(
          ErrorCode.AMBIGUOUS_NAME,
          span,
          "The result would have two fields '" + name + "'",
          "give one of them another name with AS");
      return;
    }
    names.add(name);
    aggregates.add(aggregate);
  }

  /** The grouped rows: the BY fields, then the aggregates. */
  Relation<SplType> grouped() {
    List<Measure> measures = aggregates.stream().map(Aggregate::measure).toList();
    RelNode plan = context.algebra().aggregate(row.relation().plan(), groups.keys(), measures);
    List<Field<SplType>> fields = new ArrayList<>(groups.fields());
    int keys = fields.size();
    for (int i = 0; i < names.size(); i++) {
      fields.add(new Field<>(names.get(i), aggregates.get(i).type(), keys + i));
    }
    List<SortKey> order = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      order.add(new SortKey(i, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
    }
    return new Relation<>(plan, fields, List.of(), order);
  }

  /** The rows with what was computed for the aggregations. */
  Row row() {
    return row;
  }

  /** What is computed, by name, in order. */
  Map<String, Aggregate> aggregates() {
    Map<String, Aggregate> all = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      all.put(names.get(i), aggregates.get(i));
    }
    return all;
  }

  /** The keys as columns of {@link Groups#input}. */
  List<RexNode> keys() {
    return groups.keys();
  }
}
