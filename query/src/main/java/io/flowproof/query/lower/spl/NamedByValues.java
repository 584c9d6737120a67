package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.spl.Spl.FieldName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The left side of {@code eval bytes_{dest_port}=bytes}: in each event the field that is named by
 * the values of the fields in braces is set ("eval", Search Reference, examples of field names).
 * Which fields that makes is found out by a query that runs now. An event that lacks one of the
 * fields in braces sets none.
 */
final class NamedByValues {
  private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)\\}");

  private final FieldName name;
  private final SplContext context;
  private final Algebra algebra;

  NamedByValues(FieldName name, SplContext context) {
    this.name = name;
    this.context = context;
    this.algebra = context.algebra();
  }

  /** Whether a name has fields in braces. */
  static boolean isOne(FieldName name) {
    return BRACES.matcher(name.name()).find();
  }

  /** The rows with the fields set. */
  io.flowproof.query.algebra.Relation<SplType> set(Row row, Value assigned) {
    Value value = row.once(assigned);
    RexNode called = row.once(called(row));
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    for (String found : names(row, called)) {
      RexNode isNamed = context.sql().equal(called, context.sql().text(found));
      Optional<Field<SplType>> old = row.relation().field(found);
      SplType type =
          old.map(field -> SplScalars.common(field.type(), value.type())).orElse(value.type());
      RexNode before =
          old.<RexNode>map(field -> context.scalars().to(row.value(field), type))
              .orElseGet(() -> context.sql().nullOf(type.physical()));
      RexNode either =
          context
              .sql()
              .choose(
                  type.physical(),
                  context.sql().isTrue(isNamed),
                  context.scalars().to(value, type),
                  before);
      EvalLowering.set(outputs, new Output<>(found, either, type));
    }
    return algebra.project(row.relation(), outputs);
  }

  /** The name that an event gives. */
  private RexNode called(Row row) {
    List<RexNode> parts = new ArrayList<>();
    List<Integer> unbounded = new ArrayList<>();
    Matcher braces = BRACES.matcher(name.name());
    int end = 0;
    while (braces.find()) {
      if (braces.start() > end) {
        parts.add(context.sql().text(name.name().substring(end, braces.start())));
      }
      FieldName field = new FieldName(braces.group(1).strip(), name.span());
      Value value =
          WordCommandLowering.field(field, row, context)
              .orElseGet(() -> context.scalars().missing());
      unbounded.add(parts.size());
      parts.add(row.once(context.scalars().toText(value)));
      end = braces.end();
    }
    if (end < name.name().length()) {
      parts.add(context.sql().text(name.name().substring(end)));
    }
    return parts.size() == 1
        ? parts.getFirst()
        : TextLength.joined(context.sql(), parts, unbounded);
  }

  private List<String> names(Row row, RexNode called) {
    RelNode distinct =
        algebra.sort(
            algebra.aggregate(
                algebra.filter(row.relation().plan(), context.sql().isNotNull(called)),
                List.of(called),
                List.of()),
            List.of(new SortKey(0, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST)),
            ChartSeries.MOST + 1L);
    List<List<@Nullable Object>> rows =
        PriorRows.of(distinct, "The fields that '" + name.name() + "' names", name.span(), context)
            .orElse(List.of());
    if (rows.size() > ChartSeries.MOST) {
      context.error(
          ErrorCode.TOO_LARGE,
          name.span(),
          "'" + name.name() + "' would name more than " + ChartSeries.MOST + " fields",
          "take a field with fewer values into the name, or use stats by that field");
      return List.of();
    }
    return rows.stream()
        .map(found -> Objects.toString(found.getFirst(), ""))
        .filter(found -> !found.isEmpty())
        .toList();
  }
}
