package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.FieldName;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;

/**
 * {@code eventstats}: the statistics of its group beside every event; an event that lacks a BY
 * field stays, without them.
 */
final class EventstatsLowering {
  private EventstatsLowering() {}

  static Relation<SplType> lower(
      Command.Eventstats command, Relation<SplType> input, SplContext context) {
    StatsLowering.rejectOptions(command.options(), context);
    StatsLowering stats = new StatsLowering(command.by(), input, context);
    command.aggregations().forEach(stats::add);
    Relation<SplType> grouped = stats.grouped();
    Algebra algebra = context.algebra();
    int width = input.plan().getRowType().getFieldCount();
    List<RexNode> same = new ArrayList<>();
    for (int i = 0; i < command.by().size() && i < stats.keys().size(); i++) {
      FieldName name = command.by().get(i);
      var field = input.field(name.name());
      if (field.isPresent() && field.get().type() == SplType.MULTIVALUE) {
        context.unsupported(
            name.span(),
            "'eventstats' by the multivalue field '" + name.name() + "' is not supported");
        return input;
      }
      RexNode left =
          field.isPresent() ? algebra.ref(input, field.get()) : context.scalars().missing().rex();
      same.add(context.sql().equal(left, algebra.ref(input.plan(), grouped.plan(), i)));
    }
    RelNode joined =
        algebra.join(input.plan(), grouped.plan(), JoinRelType.LEFT, context.sql().and(same));
    Relation<SplType> beside =
        new Relation<>(
            joined, input.fields(), input.provenance(), input.order(), input.addressKeys());
    Row row = new Row(algebra, beside);
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    grouped.fields().stream()
        .skip(command.by().size())
        .forEach(
            field ->
                EvalLowering.set(
                    outputs,
                    new Output<>(
                        field.name(), algebra.ref(joined, width + field.index()), field.type())));
    return algebra.project(beside, outputs);
  }
}
