package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.function.kql.Json;
import io.flowproof.query.function.kql.KqlJson;
import io.flowproof.query.function.kql.Patterns;
import io.flowproof.query.kql.Kql.ColumnType;
import io.flowproof.query.kql.Kql.NamedExpression;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Literal;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator.ParseKv;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code parse-kv}: columns from the pairs of key and value in a text (Kusto documentation,
 * "parse-kv operator"). The pairs are read once, as a bag.
 */
final class ParseKvLowering {
  private static final String PAIRS = WindowCalls.HIDDEN + "pairs";

  private final Binder binder;

  ParseKvLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(ParseKv parse, Rows rows, Environment names) {
    Conversions conversions = new Conversions(binder.values());
    Scalar text = conversions.text(Expressions.over(binder, rows, names).lower(parse.text()));
    Scalar pairs =
        binder
            .values()
            .call(
                KqlType.DYNAMIC,
                "PAIRS",
                KqlJson.KEY_VALUES + "({0}, {1})",
                text,
                binder.values().text(properties(parse.properties())));
    Rows read = new VisibleColumns(binder, rows).put(PAIRS, pairs).project();
    var field = read.relation().field(PAIRS).orElseThrow();
    Scalar bag =
        new Scalar(binder.context().algebra().ref(read.relation(), field), KqlType.DYNAMIC);
    VisibleColumns columns = new VisibleColumns(binder, read).remove(PAIRS);
    for (ColumnType column : parse.columns()) {
      String path = "$.\"" + column.name().text().replace("\"", "\\\"") + "\"";
      Scalar value =
          binder
              .values()
              .call(
                  KqlType.STRING,
                  "VALUE",
                  "coalesce(json_extract_string({0}, {1}), '')",
                  bag,
                  binder.values().text(path));
      columns.put(column.name().text(), conversions.to(column.type(), value));
    }
    return columns.project();
  }

  /** The properties as a JSON object that the reader of pairs understands; lists of texts. */
  private String properties(List<NamedExpression> properties) {
    List<String> members = new ArrayList<>();
    for (NamedExpression property : properties) {
      String name = property.names().getFirst().text();
      String value =
          switch (property.value()) {
            case Literal literal -> String.valueOf(literal.value());
            case Name word -> word.text();
            case KqlExpression other ->
                throw binder.problem(
                    ErrorCode.ARGUMENT, property.span(), "'" + name + "' is a constant");
          };
      check(property, name, value);
      members.add("[" + Json.quoted(name) + "," + Json.quoted(value) + "]");
    }
    return "[" + String.join(",", members) + "]";
  }

  private void check(NamedExpression property, String name, String value) {
    String problem =
        switch (name) {
          case "pair_delimiter", "kv_delimiter" -> value.isEmpty() ? "is a text" : "";
          case "quote" ->
              value.isEmpty() || value.length() > 2
                  ? "is one character, or an opening and a closing one"
                  : "";
          case "escape" -> value.length() == 1 ? "" : "is one character";
          case "greedy" -> value.matches("true|false") ? "" : "is true or false";
          case "regex" -> Patterns.problem(value) == null ? "" : "is no regex";
          default -> "is no property of parse-kv";
        };
    if (!problem.isEmpty()) {
      throw binder.problem(ErrorCode.ARGUMENT, property.span(), "'" + name + "' " + problem);
    }
  }
}
