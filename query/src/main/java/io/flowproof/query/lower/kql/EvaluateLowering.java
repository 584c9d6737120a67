package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlOperator.Evaluate;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/** {@code evaluate}: plugins. */
final class EvaluateLowering {
  private final Binder binder;

  EvaluateLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(Evaluate evaluate, Rows rows, Environment names) {
    evaluate.options().forEach(new ExpandLowering(binder)::unknown);
    if (!(evaluate.plugin() instanceof Call call)) {
      throw binder.problem(
          ErrorCode.ARGUMENT, evaluate.plugin().span(), "'evaluate' takes the call of a plugin");
    }
    String name = call.function().text();
    return switch (name) {
      case "bag_unpack" -> new BagUnpackLowering(binder).lower(evaluate, call, rows, names);
      case "ipv4_lookup", "ipv6_lookup" ->
          new AddressLookupLowering(binder).lower(call, rows, names);
      case "narrow" -> narrow(rows);
      case "pivot" -> new PivotLowering(binder).lower(evaluate, call, rows, names);
      default -> throw binder.unsupported(call.function().span(), "The plugin '" + name + "'");
    };
  }

  /** A row for each column of each row: the row's number from 0, the column's name, its text. */
  private Rows narrow(Rows rows) {
    Algebra algebra = binder.context().algebra();
    Rows ordered = new SerializeLowering(binder).ordered(rows);
    Conversions conversions = new Conversions(binder.values());
    List<RexNode> arguments = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Field<KqlType> field : rows.fields()) {
      texts.add("{" + arguments.size() + "}");
      Scalar value = new Scalar(algebra.ref(rows.relation(), field), field.type());
      arguments.add(conversions.text(value).rex());
    }
    EngineFunction list =
        new EngineFunction("TEXTS", Types.TEXT_LIST, "[" + String.join(", ", texts) + "]");
    RexNode number = new ApplyLowering.RowNumber(binder).of(ordered.relation());
    RelNode numbered =
        algebra.project(
            rows.relation().plan(),
            List.of(
                number, binder.values().scalars().call(list, arguments.toArray(RexNode[]::new))));
    String names =
        String.join(
            ", ",
            rows.fields().stream().map(f -> "'" + f.name().replace("'", "''") + "'").toList());
    EngineFunction columns =
        new EngineFunction("COLUMNS", Types.TEXT, "unnest([" + names.replace("{", "{ ") + "])");
    EngineFunction values = new EngineFunction("VALUES", Types.TEXT, "unnest({0})");
    EngineFunction places =
        new EngineFunction("PLACES", Types.LONG, "unnest(range(" + rows.fields().size() + "))");
    EngineFunction from0 = new EngineFunction("FROM_0", Types.LONG, "({0} - 1)");
    RelNode unnested =
        algebra.project(
            numbered,
            List.of(
                binder.values().scalars().call(from0, algebra.ref(numbered, 0)),
                binder.values().scalars().call(columns),
                binder.values().scalars().call(values, algebra.ref(numbered, 1)),
                binder.values().scalars().call(places)));
    Relation<KqlType> relation = new Relation<>(unnested, List.of(), List.of(0, 3), List.of());
    return new Rows(
        algebra.project(
            relation,
            List.of(
                new Output<>("Row", algebra.ref(unnested, 0), KqlType.LONG),
                new Output<>("Column", algebra.ref(unnested, 1), KqlType.STRING),
                new Output<>("Value", algebra.ref(unnested, 2), KqlType.STRING))));
  }
}
