package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Command;

/**
 * {@code bin}, also {@code bucket} and {@code discretize}: puts values into ranges, which are told
 * by {@link Bins}.
 */
final class BinLowering {
  private BinLowering() {}

  static Relation<SplType> lower(Command.Bin bin, Relation<SplType> input, SplContext context) {
    Row row = new Row(context.algebra(), input);
    var field = row.field(bin.field().name());
    if (field.isEmpty()) {
      context.missingField(bin.field().name(), bin.field().span(), input.names());
      return input;
    }
    Value value = new Bins(bin.options(), context).of(bin.field().name(), field.get(), row);
    String name = bin.as() == null ? bin.field().name() : bin.as().name();
    return EvalLowering.with(row, name, value, context);
  }
}
