package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/** {@code uniq}: leaves out an event that is equal to the one before it. */
final class UniqLowering {
  private UniqLowering() {}

  static Relation<SplType> lower(Relation<SplType> input, SplContext context) {
    Row row = new Row(context.algebra(), input);
    Frame frame = Frame.soFar(row, context).bounded("");
    List<RexNode> changes = new ArrayList<>();
    changes.add(frame.call(Types.BOOLEAN, "(row_number(){over} = 1)"));
    for (String name : input.names()) {
      RexNode column = row.field(name).orElseThrow().rex();
      changes.add(frame.call(Types.BOOLEAN, "({0} IS DISTINCT FROM lag({0}){over})", column));
    }
    RexNode differs = row.once(context.sql().or(changes));
    return new Relation<>(
        context.algebra().filter(row.relation().plan(), differs),
        input.fields(),
        input.provenance(),
        input.order(),
        input.addressKeys());
  }
}
