package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.lower.spl.StatsFunction.Argument;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/**
 * {@code mvcombine}: events that are equal but for one field become one event, in which that field
 * has all their values, in the order of the search.
 */
final class MvcombineLowering {
  private MvcombineLowering() {}

  static Relation<SplType> lower(
      Command.Words command, Relation<SplType> input, SplContext context) {
    Optional<Word> word = WordCommandLowering.onlyWord(command, context);
    Row row = new Row(context.algebra(), input);
    Optional<Value> value = word.flatMap(w -> WordCommandLowering.field(w.name(), row, context));
    if (value.isEmpty()) {
      return input;
    }
    Algebra algebra = context.algebra();
    String name = word.get().name().name();
    RexNode place = row.once(Frame.soFar(row, context).call(Types.LONG, "row_number(){over}"));
    List<Field<SplType>> others =
        input.fields().stream().filter(field -> !field.name().equals(name)).toList();
    List<RexNode> keys = new ArrayList<>();
    for (Field<SplType> field : others) {
      keys.add(row.once(row.value(field).rex()));
    }
    boolean several = value.get().type() == SplType.MULTIVALUE;
    String list = "list({0} ORDER BY {order}){filter}";
    Measure values =
        new Argument(value.get(), row.relation(), context)
            .ordered(
                SplType.MULTIVALUE,
                several ? "flatten(" + list + ")" : list,
                several ? value.get().rex() : context.scalars().toText(value.get()),
                algebra.totalOrder(row.relation()))
            .measure();
    Measure first = new Measure(new EngineAggregate("MIN", Types.LONG, "min({0})"), List.of(place));
    RelNode grouped = algebra.aggregate(row.relation().plan(), keys, List.of(values, first));
    List<Field<SplType>> fields = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      fields.add(new Field<>(others.get(i).name(), others.get(i).type(), i));
    }
    int at = input.names().indexOf(name);
    fields.add(at, new Field<>(name, SplType.MULTIVALUE, keys.size()));
    SortKey order = new SortKey(keys.size() + 1, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST);
    return new Relation<>(grouped, fields, List.of(), List.of(order));
  }
}
