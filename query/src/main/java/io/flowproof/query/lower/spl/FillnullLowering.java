package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/**
 * {@code fillnull}: a value, {@code 0} by default, in the place of missing ones; in the named
 * fields, which are added where no event has them, or in all fields.
 */
final class FillnullLowering {
  private FillnullLowering() {}

  static Relation<SplType> lower(
      Command.Fillnull fillnull, Relation<SplType> input, SplContext context) {
    String text = fillnull.options().stream().map(Option::value).findFirst().orElse("0");
    Value fill =
        SplNumber.parse(text).isPresent()
            ? context.scalars().number(SplNumber.parse(text).getAsDouble(), text)
            : context.scalars().text(text);
    List<String> names = new ArrayList<>();
    for (FieldName name : fillnull.fields()) {
      if (name.isPattern()) {
        FieldsLowering.matching(name, input).forEach(field -> names.add(field.name()));
      } else {
        names.add(name.name());
      }
    }
    Row row = new Row(context.algebra(), input);
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    for (String name : fillnull.fields().isEmpty() ? input.names() : names) {
      Value value = row.field(name).map(found -> filled(found, fill, text, context)).orElse(fill);
      EvalLowering.set(outputs, new Output<>(name, value.rex(), value.type()));
    }
    return outputs.isEmpty() ? input : context.algebra().project(row.relation(), outputs);
  }

  private static Value filled(Value value, Value fill, String text, SplContext context) {
    SplType type =
        value.type() == SplType.TEXT ? SplType.TEXT : SplScalars.common(value.type(), fill.type());
    RexNode with =
        type == SplType.TEXT ? context.sql().text(text) : context.scalars().to(fill, type);
    return new Value(
        context.sql().coalesce(type.physical(), context.scalars().to(value, type), with), type);
  }
}
