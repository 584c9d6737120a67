package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.LogicalOperator;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kusto moves a filter that follows a join to the side whose columns it reads. For the kind
 * innerunique that decides which of the left rows with equal keys is taken: one that passes (Kusto
 * documentation, "innerunique join": two possible outputs).
 */
final class FiltersAfterJoin {
  private final Binder binder;

  FiltersAfterJoin(Binder binder) {
    this.binder = binder;
  }

  /** The left rows that pass what the filters right after the join ask of left columns alone. */
  Rows applied(List<KqlOperator> following, Rows left, Environment names) {
    Rows rows = left;
    for (KqlOperator operator : following) {
      if (!(operator instanceof KqlOperator.Where where)) {
        break;
      }
      for (KqlExpression condition : conjuncts(where.predicate())) {
        if (readsOnly(condition, left, names)) {
          rows = filtered(condition, rows, names);
        }
      }
    }
    return rows;
  }

  /** A condition that is wrong is reported where it stands, over the joined rows. */
  private Rows filtered(KqlExpression condition, Rows rows, Environment names) {
    int problems = binder.context().diagnostics().count();
    Rows passed =
        new WhereLowering(binder)
            .lower(new KqlOperator.Where(condition.span(), condition), rows, names);
    if (binder.context().diagnostics().count() == problems) {
      return passed;
    }
    binder.context().diagnostics().keepFirst(problems);
    return rows;
  }

  private static List<KqlExpression> conjuncts(KqlExpression predicate) {
    if (predicate instanceof KqlExpression.Logical logical
        && logical.operator() == LogicalOperator.AND) {
      List<KqlExpression> all = new ArrayList<>();
      logical.operands().forEach(operand -> all.addAll(conjuncts(operand)));
      return all;
    }
    return List.of(predicate);
  }

  private static boolean readsOnly(KqlExpression value, Rows left, Environment names) {
    return switch (value) {
      case Name name ->
          left.relation().field(name.text()).isPresent() || names.find(name.text()).isPresent();
      case KqlExpression.Literal literal -> true;
      case KqlExpression.TypeOf type -> true;
      case KqlExpression.Tabular table -> true;
      case KqlExpression.Star star -> false;
      case KqlExpression.Broken broken -> false;
      case KqlExpression.MemberCall call -> false;
      case KqlExpression.Member member -> readsOnly(member.target(), left, names);
      case KqlExpression.Element element ->
          all(Stream.of(element.target(), element.index()), left, names);
      case KqlExpression.Call call ->
          all(call.arguments().stream().map(KqlExpression.Argument::value), left, names);
      case KqlExpression.Signed signed -> readsOnly(signed.operand(), left, names);
      case KqlExpression.Binary binary ->
          all(Stream.of(binary.left(), binary.right()), left, names);
      case KqlExpression.Logical logical -> all(logical.operands().stream(), left, names);
      case KqlExpression.In in ->
          all(Stream.concat(Stream.of(in.value()), in.candidates().stream()), left, names);
      case KqlExpression.Between between ->
          all(Stream.of(between.value(), between.low(), between.high()), left, names);
    };
  }

  private static boolean all(Stream<KqlExpression> values, Rows left, Environment names) {
    return values.allMatch(value -> readsOnly(value, left, names));
  }
}
