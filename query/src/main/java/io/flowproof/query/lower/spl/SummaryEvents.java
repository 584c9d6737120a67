package io.flowproof.query.lower.spl;

import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.Comparator;
import io.flowproof.query.spl.SearchTerm;
import io.flowproof.query.spl.SearchValue.Literal;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.splunk.Lookups;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/** The events of a summary index that {@code collect} has filled. */
final class SummaryEvents {
  private final SplContext context;

  SummaryEvents(SplContext context) {
    this.context = context;
  }

  /** The events that match, newest first; null where no term names such an index. */
  @Nullable Relation<SplType> find(List<SearchTerm> terms, QueryTime time) {
    for (SearchTerm term : terms) {
      if (term instanceof SearchTerm.Comparison c
          && c.field().name().equals("index")
          && c.comparator() == Comparator.EQUAL
          && c.value() instanceof Literal literal
          && context.splunk().lookups().summary(literal.text()).isPresent()) {
        return events(literal.text(), c, terms, time);
      }
    }
    return null;
  }

  private Relation<SplType> events(
      String index, SearchTerm.Comparison named, List<SearchTerm> terms, QueryTime time) {
    FieldName file = new FieldName(Lookups.summaryFile(index), named.span());
    Relation<SplType> rows =
        new InputlookupLowering(
                new Combination.Inputlookup(file, null, List.of(), named.span()), context)
            .lower(null);
    Row row = new Row(context.algebra(), rows);
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    row.field("_time")
        .ifPresent(
            value ->
                EvalLowering.set(
                    outputs,
                    new Output<>("_time", context.scalars().toDouble(value), SplType.NUMBER)));
    Row typed = new Row(context.algebra(), context.algebra().project(row.relation(), outputs));
    List<RexNode> conditions = new ArrayList<>(within(typed, time));
    TermLowering lowering =
        new TermLowering(context, typed, Map.of("index", List.of(index), "source", List.of("*")));
    for (SearchTerm term : terms) {
      RexNode condition = lowering.lower(term);
      if (!condition.isAlwaysTrue()) {
        conditions.add(condition);
      }
    }
    Relation<SplType> kept =
        context.algebra().filter(typed.relation(), context.sql().and(conditions));
    List<SortKey> order = new ArrayList<>();
    kept.field("_time")
        .ifPresent(
            f ->
                order.add(
                    new SortKey(f.index(), SortKey.Direction.DESCENDING, SortKey.Nulls.LAST)));
    order.addAll(kept.order());
    return kept.withOrder(order);
  }

  private List<RexNode> within(Row row, QueryTime time) {
    List<RexNode> bounds = new ArrayList<>();
    row.field("_time")
        .ifPresent(
            value -> {
              bound(bounds, SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, value, time.from());
              bound(bounds, SqlStdOperatorTable.LESS_THAN, value, time.to());
            });
    return bounds;
  }

  private void bound(List<RexNode> bounds, SqlOperator operator, Value time, @Nullable Instant at) {
    if (at != null) {
      double seconds = ChronoUnit.MICROS.between(Instant.EPOCH, at) / 1e6;
      bounds.add(context.sql().call(operator, time.rex(), context.sql().real(seconds)));
    }
  }
}
