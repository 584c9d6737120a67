package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code eval}: a field computed row by row; each assignment sees the ones before it. A name with a
 * field in braces is {@link NamedByValues}.
 */
final class EvalLowering {
  private EvalLowering() {}

  static Relation<SplType> lower(Command.Eval eval, Relation<SplType> input, SplContext context) {
    Relation<SplType> relation = input;
    for (CommandPart.Assignment assignment : eval.assignments()) {
      Row row = new Row(context.algebra(), relation);
      Value value = new ExpressionLowering(context, row).assignable(assignment.value());
      relation =
          NamedByValues.isOne(assignment.target())
              ? new NamedByValues(assignment.target(), context).set(row, value)
              : with(row, assignment.target().name(), value, context);
    }
    return relation;
  }

  /** The rows with a field set: in its place when it is there, else at the end. */
  static Relation<SplType> with(Row row, String name, Value value, SplContext context) {
    List<Output<SplType>> outputs = outputs(row);
    set(outputs, new Output<>(name, value.rex(), value.type()));
    return context.algebra().project(row.relation(), outputs);
  }

  /** All visible fields as they are. */
  static List<Output<SplType>> outputs(Row row) {
    List<Output<SplType>> outputs = new ArrayList<>();
    row.relation()
        .fields()
        .forEach(f -> outputs.add(new Output<>(f.name(), row.value(f).rex(), f.type())));
    return outputs;
  }

  /** Puts an output in the place of the one of its name, or at the end. */
  static void set(List<Output<SplType>> outputs, Output<SplType> output) {
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).name().equals(output.name())) {
        outputs.set(i, output);
        return;
      }
    }
    outputs.add(output);
  }
}
