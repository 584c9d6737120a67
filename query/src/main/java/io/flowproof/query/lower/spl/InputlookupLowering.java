package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.Spl.Option;
import io.flowproof.query.splunk.LookupDefinition;
import io.flowproof.query.splunk.LookupTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code inputlookup} ("inputlookup", Search Reference): the rows of a lookup in the order of its
 * file, every value a text.
 */
final class InputlookupLowering {
  private final Combination.Inputlookup command;
  private final SplContext context;
  private boolean appends;
  private int start;
  private int most = Integer.MAX_VALUE;

  InputlookupLowering(Combination.Inputlookup command, SplContext context) {
    this.command = command;
    this.context = context;
  }

  Relation<SplType> lower(@Nullable Relation<SplType> input) {
    for (Option option : command.options()) {
      switch (option.name()) {
        case "append" -> appends = Options.isTrue(option, context);
        case "start" -> start = Options.number(option, 0, 999_999_999, context);
        case "max" -> most = Options.number(option, 0, 999_999_999, context);
        default -> Options.isTrue(option, context);
      }
    }
    if (input != null && !appends) {
      context.error(
          ErrorCode.ARGUMENT,
          command.span(),
          "'inputlookup' must be the first command",
          "append=true adds to the rows before it");
    }
    LookupSource source = new LookupSource(context);
    LookupDefinition definition = source.definition(command.table());
    LookupTable table = definition == null ? null : source.table(definition, command.table());
    if (table == null) {
      return input == null ? SplLowering.nothing(context) : input;
    }
    Relation<SplType> rows = filtered(rows(table));
    return input == null ? rows : Stack.of(List.of(input, rows), context);
  }

  private Relation<SplType> rows(LookupTable table) {
    int width = table.fields().size();
    int from = Math.min(start, table.rows().size());
    long end =
        command.where() == null
            ? Math.min(table.rows().size(), (long) from + most)
            : table.rows().size();
    RelNode plan =
        TextRows.of(
            Collections.nCopies(width, false), table.rows().subList(from, (int) end), context);
    List<Field<SplType>> fields = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      fields.add(new Field<>(table.fields().get(i), SplType.TEXT, i));
    }
    SortKey asInFile = new SortKey(width, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST);
    return new Relation<>(plan, fields, List.of(), List.of(asInFile));
  }

  private Relation<SplType> filtered(Relation<SplType> rows) {
    if (command.where() == null) {
      return rows;
    }
    Row row = new Row(context.algebra(), rows);
    var condition = new TermLowering(context, row, Map.of()).lower(command.where());
    Relation<SplType> kept = context.algebra().filter(row.relation(), condition);
    return most == Integer.MAX_VALUE ? kept : context.algebra().limit(kept, most);
  }
}
