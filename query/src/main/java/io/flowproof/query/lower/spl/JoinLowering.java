package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Windows;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.CombinationPart.JoinPair;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * {@code join} ("join", Search Reference): each row with the first rows of the subsearch whose
 * fields are equal (one unless {@code max} says more), whose values replace its own. A row that
 * lacks one of the fields matches none.
 */
final class JoinLowering {
  private final Combination.Join join;
  private final SplContext context;
  private JoinRelType kind = JoinRelType.INNER;
  private boolean overwrites = true;
  private int most = 1;
  private String left = "";
  private String right = "";

  JoinLowering(Combination.Join join, SplContext context) {
    this.join = join;
    this.context = context;
  }

  /** Two fields that must be equal. */
  private record Pair(FieldName left, FieldName right) {}

  Relation<SplType> lower(Relation<SplType> input) {
    List<Option> limits = new ArrayList<>();
    for (Option option : join.options()) {
      read(option, limits);
    }
    Relation<SplType> rows =
        new UnionLowering(context)
            .limited("join", SplLowering.rows(join.search(), context), limits, join.span());
    List<RexNode> leftKeys = new ArrayList<>();
    List<RexNode> rightKeys = new ArrayList<>();
    Row leftRow = new Row(context.algebra(), input);
    Row rightRow = new Row(context.algebra(), rows);
    for (Pair pair : pairs(input, rows)) {
      Optional<Value> leftValue = value(leftRow, pair.left());
      Optional<Value> rightValue = value(rightRow, pair.right());
      if (leftValue.isEmpty() || rightValue.isEmpty()) {
        continue;
      }
      boolean integers =
          leftValue.get().type() == SplType.INTEGER && rightValue.get().type() == SplType.INTEGER;
      leftKeys.add(key(leftRow, leftValue.get(), integers));
      rightKeys.add(key(rightRow, rightValue.get(), integers));
    }
    if (leftKeys.isEmpty()) {
      if (context.shared().diagnostics().isEmpty()) {
        context.error(
            ErrorCode.ARGUMENT,
            join.span(),
            "'join' has no field in common with its subsearch",
            "the subsearch has " + String.join(", ", rows.names()));
      }
      return input;
    }
    return joined(leftRow, leftKeys, rightRow, rightKeys);
  }

  private void read(Option option, List<Option> limits) {
    switch (option.name()) {
      case "type" -> {
        switch (option.value().toLowerCase(Locale.ROOT)) {
          case "inner" -> kind = JoinRelType.INNER;
          case "left", "outer" -> kind = JoinRelType.LEFT;
          default ->
              context.error(
                  ErrorCode.ARGUMENT,
                  option.valueSpan(),
                  "'" + option.value() + "' is not a type of join",
                  "inner, left or outer");
        }
      }
      case "overwrite" -> overwrites = Options.isTrue(option, context);
      case "max" -> most = Options.number(option, 0, Integer.MAX_VALUE - 1, context);
      case "usetime" -> {
        if (Options.isTrue(option, context)) {
          context.unsupported(option.span(), "'join' by time (usetime) is not supported");
        }
      }
      case "earlier" -> Options.isTrue(option, context);
      case "left" -> left = option.value() + ".";
      case "right" -> right = option.value() + ".";
      default -> limits.add(option);
    }
  }

  private List<Pair> pairs(Relation<SplType> input, Relation<SplType> rows) {
    if (!join.on().isEmpty()) {
      return join.on().stream().map(this::pair).toList();
    }
    if (!join.fields().isEmpty()) {
      return join.fields().stream().map(field -> new Pair(field, field)).toList();
    }
    return input.fields().stream()
        .map(Field::name)
        .filter(name -> !name.startsWith("_") && rows.field(name).isPresent())
        .map(name -> new FieldName(name, join.span()))
        .map(name -> new Pair(name, name))
        .toList();
  }

  private Pair pair(JoinPair written) {
    boolean turned =
        written.left().name().startsWith(right)
            && !right.isEmpty()
            && !written.left().name().startsWith(left);
    return turned
        ? new Pair(without(left, written.right()), without(right, written.left()))
        : new Pair(without(left, written.left()), without(right, written.right()));
  }

  private FieldName without(String alias, FieldName name) {
    if (alias.isEmpty() || !name.name().startsWith(alias)) {
      context.error(
          ErrorCode.ARGUMENT,
          name.span(),
          "'" + name.name() + "' does not begin with an alias",
          "such as: join left=L right=R where L.id=R.id [...]");
      return name;
    }
    return new FieldName(name.name().substring(alias.length()), name.span());
  }

  private Optional<Value> value(Row row, FieldName name) {
    Optional<Value> value = row.field(name.name());
    if (value.isEmpty()) {
      context.missingField(name.name(), name.span(), row.relation().names());
      return Optional.of(new Value(row.once(context.scalars().missing().rex()), SplType.TEXT));
    }
    if (value.get().type() == SplType.MULTIVALUE) {
      context.unsupported(
          name.span(), "Joining by the multivalue field '" + name.name() + "' is not supported");
      return Optional.empty();
    }
    return value;
  }

  private RexNode key(Row row, Value value, boolean integers) {
    return row.once(integers ? value.rex() : context.scalars().toText(value));
  }

  private Relation<SplType> joined(
      Row leftRow, List<RexNode> leftKeys, Row rightRow, List<RexNode> rightKeys) {
    Algebra algebra = context.algebra();
    Relation<SplType> rows = rightRow.relation();
    if (most > 0) {
      RexNode number = rightRow.once(Windows.rowNumber(algebra, rows, rightKeys));
      RexNode early =
          context
              .sql()
              .call(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, number, context.sql().number(most));
      rows = algebra.filter(rightRow.relation(), early);
    }
    Beside beside = new Beside(leftRow.relation(), rows, context);
    List<RexNode> equal = new ArrayList<>();
    for (int i = 0; i < leftKeys.size(); i++) {
      equal.add(context.sql().equal(leftKeys.get(i), beside.inRight(rightKeys.get(i))));
    }
    RelNode joined = beside.join(kind, context.sql().and(equal));
    Relation<SplType> input = leftRow.relation();
    List<SortKey> order = new ArrayList<>(input.order());
    if (most != 1) {
      order = new ArrayList<>(algebra.totalOrder(input));
      for (SortKey key : algebra.totalOrder(rows)) {
        RexInputRef place = (RexInputRef) beside.inRight(algebra.ref(rows.plan(), key.index()));
        order.add(new SortKey(place.getIndex(), key.direction(), key.nulls()));
      }
    }
    Relation<SplType> pairs =
        new Relation<>(joined, input.fields(), input.provenance(), order, input.addressKeys());
    List<Output<SplType>> outputs = beside.outputs(joined, overwrites, field -> true);
    return algebra.project(pairs, outputs);
  }
}
