package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.LimitCheck;
import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexNode;

/**
 * {@code foreach}: a pipeline run once for each field that matches, with {@code <<FIELD>>} and
 * {@code <<MATCHSTR>>} filled in; with {@code mode=multivalue} or {@code mode=json_array} an eval
 * run once for each value of one field, with {@code <<ITEM>>} and {@code <<ITER>>}.
 */
final class ForeachLowering {
  private static final int MOST_FIELDS = 500;
  private static final int MOST_VALUES = 25;

  private final Command.Foreach command;
  private final SplContext context;
  private final Map<String, String> names = new HashMap<>();
  private String mode = "multifield";

  private ForeachLowering(Command.Foreach command, SplContext context) {
    this.command = command;
    this.context = context;
    for (String name : List.of("FIELD", "MATCHSTR", "MATCHSEG1", "MATCHSEG2", "MATCHSEG3")) {
      names.put(name, "<<" + name + ">>");
    }
    names.put("ITEM", "<<ITEM>>");
    names.put("ITER", "<<ITER>>");
    for (Option option : command.options()) {
      switch (option.name()) {
        case "mode" -> mode = option.value();
        case "fieldstr" -> names.put("FIELD", option.value());
        case "itemstr" -> names.put("ITEM", option.value());
        case "iterstr" -> names.put("ITER", option.value());
        default -> names.put(option.name().toUpperCase(java.util.Locale.ROOT), option.value());
      }
    }
  }

  static Relation<SplType> lower(
      Command.Foreach command, Relation<SplType> input, SplContext context) {
    ForeachLowering lowering = new ForeachLowering(command, context);
    return switch (lowering.mode) {
      case "multifield" -> lowering.overFields(input);
      case "multivalue", "json_array" -> lowering.overValues(input);
      default -> {
        context.unsupported(
            command.span(), "'foreach' with mode=" + lowering.mode + " is not supported");
        yield input;
      }
    };
  }

  private Relation<SplType> overFields(Relation<SplType> input) {
    Map<String, Matched> fields = new LinkedHashMap<>();
    for (FieldName pattern : command.fields()) {
      if (!pattern.isPattern()) {
        // A field need not be there: the template may make it.
        fields.putIfAbsent(pattern.name(), new Matched(pattern.name(), pattern.name()));
      }
      for (Field<SplType> field : FieldsLowering.matching(pattern, input)) {
        fields.putIfAbsent(field.name(), new Matched(field.name(), pattern.name()));
      }
    }
    if (fields.size() > MOST_FIELDS) {
      context.error(
          ErrorCode.TOO_LARGE,
          command.span(),
          "'foreach' runs over more than " + MOST_FIELDS + " fields",
          null);
      return input;
    }
    Relation<SplType> relation = input;
    for (Matched matched : fields.values()) {
      Fragments.Parsed parsed =
          Fragments.parse("| " + filled(matched), command.templateSpan(), context);
      if (parsed == null) {
        return relation;
      }
      for (Command each : parsed.commands()) {
        relation = SplLowering.next(each, relation, parsed.context());
      }
    }
    return relation;
  }

  /**
   * A field and the pattern that it matches.
   *
   * @param field its name
   * @param pattern with wildcards or without
   */
  private record Matched(String field, String pattern) {
    /** What the wildcards stand for, at most three parts of it. */
    List<String> parts() {
      StringBuilder regex = new StringBuilder();
      for (String literal : pattern.split("\\*", -1)) {
        regex.append(regex.isEmpty() ? "" : "(.*)").append(Pattern.quote(literal));
      }
      Matcher matcher = Pattern.compile(regex.toString()).matcher(field);
      return matcher.matches()
          ? java.util.stream.IntStream.rangeClosed(1, matcher.groupCount())
              .mapToObj(matcher::group)
              .toList()
          : List.of();
    }
  }

  private String filled(Matched matched) {
    List<String> parts = matched.parts();
    String text = replaced(command.template(), "FIELD", matched.field());
    text = replaced(text, "MATCHSTR", String.join("", parts));
    for (int i = 1; i <= 3; i++) {
      text = replaced(text, "MATCHSEG" + i, i <= parts.size() ? parts.get(i - 1) : "");
    }
    return text;
  }

  private String replaced(String text, String what, String with) {
    return text.replace(names.getOrDefault(what, "<<" + what + ">>"), with);
  }

  /** The template once for each of the first values: those that are missing change nothing. */
  private Relation<SplType> overValues(Relation<SplType> input) {
    if (command.fields().size() != 1) {
      context.error(
          ErrorCode.SYNTAX,
          command.span(),
          "'foreach' with mode=" + mode + " takes one field",
          null);
      return input;
    }
    FieldName field = command.fields().getFirst();
    Row row = new Row(context.algebra(), input);
    Optional<Value> values = WordCommandLowering.field(field, row, context);
    if (values.isEmpty()) {
      return input;
    }
    sayWhenCut(row, values.get());
    Relation<SplType> relation = input;
    String list =
        mode.equals("json_array")
            ? "json_array_to_mv('" + field.name() + "')"
            : "'" + field.name() + "'";
    for (int i = 0; i < MOST_VALUES; i++) {
      String item = "mvindex(" + list + "," + i + ")";
      String text = replaced(replaced(quotesTaken(), "ITEM", item), "ITER", String.valueOf(i));
      Fragments.Parsed parsed = Fragments.parse("| " + text, command.templateSpan(), context);
      if (parsed == null || !(parsed.command() instanceof Command.Eval eval)) {
        context.unsupported(
            command.templateSpan(), "'foreach' with mode=" + mode + " takes eval only");
        return relation;
      }
      relation = guarded(eval, item, relation, parsed);
    }
    return relation;
  }

  /** Counts the events that have more values than the template is run for. */
  private void sayWhenCut(Row row, Value value) {
    boolean isJson = mode.equals("json_array");
    EngineFunction longer =
        new EngineFunction(
            "LONGER",
            Types.BOOLEAN,
            "(len("
                + (isJson ? "from_json({0}, '[\"JSON\"]')" : "{0}")
                + ") > "
                + MOST_VALUES
                + ")");
    RexNode list =
        isJson ? context.scalars().toText(value) : context.scalars().toList(row.once(value));
    RexNode isLonger = row.once(context.sql().isTrue(context.sql().call(longer, row.once(list))));
    context
        .shared()
        .check(
            new LimitCheck(
                context.where(command.span()),
                context
                    .algebra()
                    .aggregate(
                        row.relation().plan(),
                        List.of(),
                        List.of(new Measure(Aggregates.COUNT, List.of(), isLonger))),
                0,
                "foreach went over the first " + MOST_VALUES + " values of an event only"));
  }

  /** The template, with the item where it stands in quotes of its own. */
  private String quotesTaken() {
    String item = names.getOrDefault("ITEM", "<<ITEM>>");
    return command.template().replace("'" + item + "'", item).replace("\"" + item + "\"", item);
  }

  private Relation<SplType> guarded(
      Command.Eval eval, String item, Relation<SplType> input, Fragments.Parsed parsed) {
    Relation<SplType> relation = input;
    for (CommandPart.Assignment assignment : eval.assignments()) {
      Row row = new Row(context.algebra(), relation);
      Value value = new ExpressionLowering(parsed.context(), row).assignable(assignment.value());
      Fragments.Parsed test =
          Fragments.parse("| where isnotnull(" + item + ")", command.templateSpan(), context);
      if (test == null || !(test.command() instanceof Command.Where where)) {
        return relation;
      }
      var present = new ExpressionLowering(test.context(), row).condition(where.condition());
      String name = assignment.target().name();
      Value before = row.field(name).orElseGet(() -> context.scalars().missing());
      SplType type = SplScalars.common(value.type(), before.type());
      relation =
          EvalLowering.with(
              row,
              name,
              new Value(
                  context
                      .sql()
                      .choose(
                          type.physical(),
                          present,
                          context.scalars().to(value, type),
                          context.scalars().to(before, type)),
                  type),
              context);
    }
    return relation;
  }
}
