package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.function.kql.KqlJson;
import io.flowproof.query.function.kql.Patterns;
import io.flowproof.query.kql.Kql.Option;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlOperator.Parse;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/**
 * {@code parse} and {@code parse-where}: columns from what stands between known texts. Where the
 * text does not match, or (unless the kind is relaxed) a capture is not of its type, all columns
 * are null; {@code parse-where} drops such rows (Kusto documentation, "parse operator").
 */
final class ParseLowering {
  private static final String MATCH = WindowCalls.HIDDEN + "match";

  private final Binder binder;

  ParseLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(Parse parse, Rows rows, Environment names) {
    ParsePattern.Kind kind = kind(parse);
    ParsePattern pattern = ParsePattern.of(parse.pattern(), kind, flags(parse, kind));
    checkPattern(parse, pattern);
    Conversions conversions = new Conversions(binder.values());
    Scalar text = conversions.text(Expressions.over(binder, rows, names).lower(parse.text()));
    Scalar match =
        binder
            .values()
            .call(
                KqlType.DYNAMIC,
                "MATCH",
                KqlJson.MATCH + "({0}, {1})",
                text,
                binder.values().text(pattern.regex()));
    Rows matched = new VisibleColumns(binder, rows).put(MATCH, match).project();
    return filled(parse, kind, pattern, matched);
  }

  private Rows filled(Parse parse, ParsePattern.Kind kind, ParsePattern pattern, Rows matched) {
    Conversions conversions = new Conversions(binder.values());
    var field = matched.relation().field(MATCH).orElseThrow();
    Scalar groups =
        new Scalar(binder.context().algebra().ref(matched.relation(), field), KqlType.DYNAMIC);
    List<Scalar> values = new ArrayList<>();
    List<RexNode> conditions = new ArrayList<>();
    conditions.add(binder.values().scalars().isNotNull(groups.rex()));
    for (ParsePattern.Column column : pattern.columns()) {
      Scalar found =
          binder
              .values()
              .call(
                  KqlType.STRING,
                  "GROUP",
                  "coalesce({0} ->> '$[" + column.group() + "]', '')",
                  groups);
      Scalar value = conversions.to(column.type(), found);
      values.add(value);
      if (kind != ParsePattern.Kind.RELAXED && column.type() != KqlType.STRING) {
        conditions.add(binder.values().scalars().isNotNull(value.rex()));
      }
    }
    RexNode fits = binder.values().scalars().and(conditions);
    VisibleColumns columns = new VisibleColumns(binder, matched).remove(MATCH);
    for (int i = 0; i < values.size(); i++) {
      ParsePattern.Column column = pattern.columns().get(i);
      RexNode none = binder.values().constant(column.type(), null).rex();
      RexNode value =
          binder
              .values()
              .scalars()
              .choose(Values.physical(column.type()), fits, values.get(i).rex(), none);
      columns.put(column.capture().name().text(), value, column.type());
    }
    Rows wanted =
        parse.filter()
            ? matched.with(binder.context().algebra().filter(matched.relation(), fits))
            : matched;
    return columns.over(wanted).project();
  }

  private void checkPattern(Parse parse, ParsePattern pattern) {
    String problem = Patterns.problem(pattern.regex());
    if (problem != null) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          parse.pattern().getFirst().span(),
          "The pattern is no regex: " + problem);
    }
    AutoNames taken = new AutoNames(binder);
    for (ParsePattern.Column column : pattern.columns()) {
      taken.written(column.capture().name().text(), column.capture().span());
    }
    List<KqlOperator.PatternPart> parts = parse.pattern();
    for (int i = 1; i < parts.size(); i++) {
      boolean text =
          parts.get(i - 1) instanceof KqlOperator.Capture capture
              && (capture.type() == null || capture.type() == KqlType.STRING);
      if (text && !(parts.get(i) instanceof KqlOperator.Anchor)) {
        throw binder.problem(
            ErrorCode.ARGUMENT,
            parts.get(i).span(),
            "After a column of type string comes a text that ends it");
      }
    }
  }

  private ParsePattern.Kind kind(Parse parse) {
    ParsePattern.Kind kind = ParsePattern.Kind.SIMPLE;
    for (Option option : parse.options()) {
      if (option.name().equals("kind")) {
        kind =
            switch (option.word()) {
              case "simple" -> ParsePattern.Kind.SIMPLE;
              case "relaxed" -> ParsePattern.Kind.RELAXED;
              case "regex" -> ParsePattern.Kind.REGEX;
              default ->
                  throw binder.problem(
                      ErrorCode.ARGUMENT, option.span(), "'kind' is simple, relaxed or regex");
            };
      } else if (!option.name().equals("flags")) {
        new ExpandLowering(binder).unknown(option);
      }
    }
    return kind;
  }

  private String flags(Parse parse, ParsePattern.Kind kind) {
    for (Option option : parse.options()) {
      if (option.name().equals("flags")) {
        if (kind != ParsePattern.Kind.REGEX || !option.word().matches("[imsU]+")) {
          throw binder.problem(
              ErrorCode.ARGUMENT,
              option.span(),
              "'flags' are letters of i, m, s and U, with kind=regex");
        }
        return option.word();
      }
    }
    return "";
  }
}
