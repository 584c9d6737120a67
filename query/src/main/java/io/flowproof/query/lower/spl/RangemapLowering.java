package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * {@code rangemap}: the name of the range that a number lies in, both ends included, in the field
 * {@code range}; of several ranges the first.
 */
final class RangemapLowering {
  private static final Pattern RANGE =
      Pattern.compile("(-?[0-9]{1,15}(?:\\.[0-9]{1,9})?)-(-?[0-9]{1,15}(?:\\.[0-9]{1,9})?)");

  private RangemapLowering() {}

  static Relation<SplType> lower(
      Command.Words command, Relation<SplType> input, SplContext context) {
    FieldName field = null;
    String otherwise = "None";
    List<Option> ranges = new ArrayList<>();
    for (Option option : command.options()) {
      switch (option.name()) {
        case "field" -> field = new FieldName(option.value(), option.valueSpan());
        case "default" -> otherwise = option.value();
        default -> ranges.add(option);
      }
    }
    if (field == null || !command.words().isEmpty()) {
      context.error(
          ErrorCode.SYNTAX,
          command.span(),
          "'rangemap' takes a field and ranges",
          "such as: rangemap field=count low=0-9 high=10-99 default=severe");
      return input;
    }
    Row row = new Row(context.algebra(), input);
    Optional<Value> value = WordCommandLowering.field(field, row, context);
    RexNode number =
        value
            .map(v -> row.once(context.scalars().toDouble(v)))
            .orElseGet(() -> context.sql().nullOf(Types.DOUBLE));
    List<RexNode> parts = parts(ranges, number, context);
    RexNode last = context.sql().text(otherwise);
    parts.add(last);
    RexNode name =
        parts.size() == 1 ? last : context.sql().choose(Types.TEXT, parts.toArray(RexNode[]::new));
    return EvalLowering.with(row, "range", new Value(name, SplType.TEXT), context);
  }

  /** A condition and a name for each range. */
  private static List<RexNode> parts(List<Option> ranges, RexNode number, SplContext context) {
    List<RexNode> parts = new ArrayList<>();
    for (Option range : ranges) {
      Matcher bounds = RANGE.matcher(range.value());
      if (!bounds.matches()) {
        context.error(
            ErrorCode.ARGUMENT,
            range.valueSpan(),
            "'" + range.value() + "' is not a range",
            "such as 0-99");
        continue;
      }
      parts.add(
          context
              .sql()
              .and(
                  context
                      .sql()
                      .call(
                          SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
                          number,
                          context.sql().real(Double.parseDouble(bounds.group(1)))),
                  context
                      .sql()
                      .call(
                          SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
                          number,
                          context.sql().real(Double.parseDouble(bounds.group(2))))));
      String written = context.source(range.span());
      parts.add(context.sql().text(written.substring(0, written.indexOf('=')).strip()));
    }
    return parts;
  }
}
