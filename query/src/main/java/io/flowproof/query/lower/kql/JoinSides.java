package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;

/**
 * A pair of rows, as the condition of a join sees it: {@code $left.a}, {@code $right.a}, and a name
 * alone, which is the left column or else the right one.
 */
record JoinSides(Binder binder, Rows left, Rows right, Set<String> lets) implements Scope {

  @Override
  public Optional<Scalar> column(Name name) {
    Optional<Scalar> column = left(name.text()).or(() -> right(name.text()));
    if (column.isEmpty() && (left.excuses(name.text()) || right.excuses(name.text()))) {
      throw new UnboundException();
    }
    return column;
  }

  @Override
  public Optional<Scalar> column(KqlExpression.Member member) {
    if (!(member.target() instanceof Name side)) {
      return Optional.empty();
    }
    Name name = member.name();
    return switch (side.text()) {
      case "$left" ->
          Optional.of(left(name.text()).orElseThrow(() -> binder.unknownColumn(name, left)));
      case "$right" ->
          Optional.of(right(name.text()).orElseThrow(() -> binder.unknownColumn(name, right)));
      default -> Optional.empty();
    };
  }

  private Optional<Scalar> left(String name) {
    return left.relation().field(name).map(field -> scalar(field, left, 0));
  }

  private Optional<Scalar> right(String name) {
    int width = left.relation().plan().getRowType().getFieldCount();
    return right.relation().field(name).map(field -> scalar(field, right, width));
  }

  private Scalar scalar(Field<KqlType> field, Rows side, int shift) {
    List<RelDataTypeField> columns = side.relation().plan().getRowType().getFieldList();
    RexNode ref =
        binder
            .context()
            .algebra()
            .rex()
            .makeInputRef(columns.get(field.index()).getType(), shift + field.index());
    return new Scalar(ref, field.type());
  }

  @Override
  public UnboundException unknown(Name name) {
    List<String> known = new ArrayList<>(left.relation().names());
    known.addAll(right.relation().names());
    known.addAll(lets);
    return binder.problem(
        ErrorCode.UNKNOWN_COLUMN,
        name.span(),
        "Unknown column '" + name.text() + "'",
        Suggestion.didYouMean(name.text(), known));
  }

  @Override
  public Scalar aggregate(AggregateFunction function, Call call, Span span) {
    return new RowScope(binder, left, lets).aggregate(function, call, span);
  }
}
