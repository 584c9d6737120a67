package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Command;
import java.util.List;

/** {@code fieldformat}: the value stays; what is shown at the end is the expression's. */
final class FieldformatLowering {
  private FieldformatLowering() {}

  static Relation<SplType> lower(
      Command.Fieldformat command, Relation<SplType> input, SplContext context) {
    context.formats().add(command);
    return input;
  }

  /** The rows as they are shown: every format whose field is still there is applied. */
  static Relation<SplType> shown(Relation<SplType> result, SplContext context) {
    Relation<SplType> relation = result;
    for (Command.Fieldformat format : context.formats()) {
      if (relation.field(format.assignment().target().name()).isPresent()) {
        relation =
            EvalLowering.lower(
                new Command.Eval(List.of(format.assignment()), format.span()), relation, context);
      }
    }
    return relation;
  }
}
