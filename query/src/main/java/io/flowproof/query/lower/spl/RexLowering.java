package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.RegexFunctions;
import io.flowproof.query.function.SedExpression;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.Word;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rex.RexNode;

/**
 * {@code rex} takes the named groups of a regular expression out of a field, or changes it with an
 * expression of sed; {@code regex} keeps the events that match, or that do not.
 */
final class RexLowering {
  private RexLowering() {}

  static Relation<SplType> rex(Command.Words command, Relation<SplType> input, SplContext context) {
    Optional<Word> word = WordCommandLowering.onlyWord(command, context);
    Option fieldOption = WordCommandLowering.option(command, "field");
    FieldName field =
        fieldOption == null
            ? new FieldName("_raw", command.nameSpan())
            : new FieldName(fieldOption.value(), fieldOption.valueSpan());
    Row row = new Row(context.algebra(), input);
    Optional<Value> value = WordCommandLowering.field(field, row, context);
    if (word.isEmpty()) {
      return input;
    }
    String expression = word.get().name().name();
    Option mode = WordCommandLowering.option(command, "mode");
    if (mode != null && !mode.value().equals("sed")) {
      context.error(ErrorCode.ARGUMENT, mode.span(), "The only mode of 'rex' is sed", null);
      return input;
    }
    if (mode != null) {
      return value.isEmpty() ? input : sed(row, field, value.get(), word.get(), context);
    }
    Regex regex = Regex.of(expression, word.get().span(), context);
    if (!regex.isValid()) {
      return input;
    }
    if (regex.names().isEmpty()) {
      context.error(
          ErrorCode.ARGUMENT,
          word.get().span(),
          "The regular expression of 'rex' names no group",
          "such as (?<port>\\d+)");
      return input;
    }
    return value.isEmpty()
        ? withoutValues(row, regex, context)
        : groups(command, row, value.get(), regex, context);
  }

  private static Relation<SplType> withoutValues(Row row, Regex regex, SplContext context) {
    Relation<SplType> relation = row.relation();
    for (String name : regex.names().keySet()) {
      if (relation.field(name).isEmpty()) {
        relation =
            EvalLowering.with(
                new Row(context.algebra(), relation), name, context.scalars().missing(), context);
      }
    }
    return relation;
  }

  private static Relation<SplType> groups(
      Command.Words command, Row row, Value value, Regex regex, SplContext context) {
    Option most = WordCommandLowering.option(command, "max_match");
    int matches = most == null ? 1 : Options.number(most, 0, Integer.MAX_VALUE, context);
    RexNode text = row.once(context.scalars().toText(value));
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    for (Map.Entry<String, Integer> group : regex.names().entrySet()) {
      Value found =
          matches == 1
              ? new Value(regex.group(text, group.getValue()), SplType.TEXT)
              : new Value(
                  regex.groups(
                      text, group.getValue(), matches == 0 ? Integer.MAX_VALUE : matches, context),
                  SplType.MULTIVALUE);
      Optional<Value> old = row.field(group.getKey());
      Value kept = old.map(before -> orElse(found, before, context)).orElse(found);
      EvalLowering.set(outputs, new Output<>(group.getKey(), kept.rex(), kept.type()));
    }
    Option offsets = WordCommandLowering.option(command, "offset_field");
    if (offsets != null) {
      EvalLowering.set(outputs, new Output<>(offsets.value(), regex.offsets(text), SplType.TEXT));
    }
    return context.algebra().project(row.relation(), outputs);
  }

  /** What was found, or the value before: an event that does not match stays as it is. */
  private static Value orElse(Value found, Value before, SplContext context) {
    SplType type = SplScalars.common(found.type(), before.type());
    SplScalars scalars = context.scalars();
    return new Value(
        context.sql().coalesce(type.physical(), scalars.to(found, type), scalars.to(before, type)),
        type);
  }

  private static Relation<SplType> sed(
      Row row, FieldName field, Value value, Word expression, SplContext context) {
    try {
      SedExpression.of(expression.name().name());
    } catch (IllegalArgumentException e) {
      context.error(ErrorCode.ARGUMENT, expression.span(), String.valueOf(e.getMessage()), null);
      return row.relation();
    }
    RexNode sed = context.sql().text(expression.name().name());
    RexNode place = context.sql().text(context.place(expression.span()));
    if (value.type() == SplType.MULTIVALUE) {
      RexNode each =
          Multivalue.map(
              value,
              "",
              (one, inner) -> context.sql().call(RegexFunctions.SED, one.rex(), sed, place),
              row,
              context,
              expression.span());
      return EvalLowering.with(row, field.name(), new Value(each, SplType.MULTIVALUE), context);
    }
    RexNode changed =
        context.sql().call(RegexFunctions.SED, context.scalars().toText(value), sed, place);
    return EvalLowering.with(row, field.name(), new Value(changed, SplType.TEXT), context);
  }

  static Relation<SplType> regex(
      Command.Words command, Relation<SplType> input, SplContext context) {
    Option option = command.options().isEmpty() ? null : command.options().getFirst();
    if (command.words().size() + command.options().size() != 1) {
      context.error(
          ErrorCode.SYNTAX,
          command.span(),
          "'regex' takes one field and one regular expression",
          "such as: regex src_ip=\"^10\\.\"");
      return input;
    }
    String source = option == null ? "_raw" : context.source(option.span());
    String name = option == null ? source : source.substring(0, source.indexOf('=')).strip();
    boolean negated = name.endsWith("!");
    FieldName field =
        new FieldName(
            negated ? name.substring(0, name.length() - 1) : name,
            option == null ? command.nameSpan() : option.span());
    Regex regex =
        option == null
            ? Regex.of(
                command.words().getFirst().name().name(),
                command.words().getFirst().span(),
                context)
            : Regex.of(option.value(), option.valueSpan(), context);
    Row row = new Row(context.algebra(), input);
    Optional<Value> value = WordCommandLowering.field(field, row, context);
    if (value.isEmpty()) {
      // What is missing does not match.
      return negated ? input : context.algebra().filter(input, context.sql().bool(false));
    }
    RexNode matches =
        value.get().type() == SplType.MULTIVALUE
            ? Multivalue.any(
                value.get(),
                "",
                (one, inner) -> regex.matches(one.rex()),
                row,
                context,
                command.span())
            : regex.matches(context.scalars().toText(value.get()));
    RexNode kept =
        negated
            ? context
                .sql()
                .not(context.sql().coalesce(Types.BOOLEAN, matches, context.sql().bool(false)))
            : matches;
    return context.algebra().filter(row.relation(), kept);
  }
}
