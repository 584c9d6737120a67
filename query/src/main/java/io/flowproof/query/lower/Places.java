package io.flowproof.query.lower;

import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.sql.EngineSql;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * From where in a text the functions of a plan come: for each the first place that needs it. What a
 * function is when the plan is printed, an engine may have no form of.
 */
public final class Places {
  private final Map<String, Span> spans = new HashMap<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final boolean wanted;

  private Places(boolean wanted) {
    this.wanted = wanted;
  }

  /** For an engine: that of the templates itself has a form of every function. */
  static Places of(EngineSql sql) {
    return new Places(sql != EngineSql.DUCKDB);
  }

  /** An expression of the text has become this; its parts may have been told before. */
  public void note(RexNode expression, Span span) {
    if (!wanted) {
      return;
    }
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            if (seen.add(call)) {
              if (call.getOperator() instanceof EngineFunction function) {
                spans.putIfAbsent(function.template(), span);
              }
              super.visitCall(call);
            }
            return null;
          }
        });
  }

  /** An operator of the text has made this of what was there before. */
  public void note(RelNode plan, Span span) {
    if (!wanted || !seen.add(plan)) {
      return;
    }
    plan.getInputs().forEach(input -> note(input, span));
    if (plan instanceof Aggregate aggregate) {
      aggregate.getAggCallList().stream()
          .map(call -> call.getAggregation())
          .filter(EngineAggregate.class::isInstance)
          .map(EngineAggregate.class::cast)
          .forEach(call -> spans.putIfAbsent(call.template(), span));
    }
    plan.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            note(call, span);
            return call;
          }
        });
  }

  /** Where the function of that template is needed first. */
  public Optional<Span> of(String template) {
    return Optional.ofNullable(spans.get(template));
  }
}
