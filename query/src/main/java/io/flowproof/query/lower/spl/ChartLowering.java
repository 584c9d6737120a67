package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Command;

/** {@code chart} and {@code timechart}. */
final class ChartLowering {
  private ChartLowering() {}

  static Relation<SplType> lower(
      Command.Chart command, Relation<SplType> input, SplContext context) {
    context.unsupported(command.span(), "The command is not supported");
    return input;
  }
}
