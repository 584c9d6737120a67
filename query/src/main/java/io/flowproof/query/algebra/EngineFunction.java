package io.flowproof.query.algebra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.jspecify.annotations.Nullable;

/**
 * A scalar function of the engine, printed from a template in which {@code {0}}, {@code {1}} …
 * stand for the arguments (each printed with parentheses where it is not a plain name or literal)
 * and {@code {*}} for all of them, separated by commas. Two functions are equal when their
 * templates are.
 *
 * <p>Example: {@code new EngineFunction("epoch_us", Types.LONG, "epoch_us({0})")}.
 */
public final class EngineFunction extends SqlFunction {
  private static final Pattern OVER = Pattern.compile(" OVER \\((PARTITION BY )?");

  /** Other results at other times, or a body that is no work for an engine to do twice. */
  private static final Pattern COSTLY =
      Pattern.compile("fp_|regexp|random|uuid|\\blist_|lambda|json");

  private static final String IN = "IN";

  private static final String UNNEST = "unnest(";

  private static final Map<String, BiPredicate<String, String>> TEXT_TESTS =
      Map.of(
          "starts_with({0}, {1})", String::startsWith,
          "suffix({0}, {1})", String::endsWith,
          "contains({0}, {1})", String::contains);

  private final RelDataType type;
  private final String template;
  private final boolean total;

  /**
   * A function of one result type.
   *
   * @param name what {@code --explain} shows in the algebra
   * @param type the type of its result
   * @param template DuckDB's SQL for it
   */
  public EngineFunction(String name, RelDataType type, String template) {
    this(name, type, template, false);
  }

  private EngineFunction(String name, RelDataType type, String template, boolean total) {
    super(
        name,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(type),
        InferTypes.ANY_NULLABLE,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.type = type;
    this.template = template;
    this.total = total;
  }

  /** The same, of which it is known that only of a null it makes a null. */
  public EngineFunction total() {
    return new EngineFunction(getName(), type, template, true);
  }

  /** Whether it only asks whether a text has another one in it: at its start, end, or anywhere. */
  boolean isTextTest() {
    return TEXT_TESTS.containsKey(template);
  }

  /** The answer of {@link #isTextTest such a function}. */
  boolean textTest(String text, String part) {
    return Objects.requireNonNull(TEXT_TESTS.get(template)).test(text, part);
  }

  boolean isTotal() {
    return total;
  }

  /** True when an expression should not be computed twice: it may differ, or take long. */
  static boolean isCostly(RexNode expression) {
    return contains(List.of(expression), EngineFunction::isCostly);
  }

  boolean isCostly() {
    return COSTLY.matcher(template).find();
  }

  /** A function that is called in SQL by its own name. */
  public static EngineFunction named(String name, RelDataType type) {
    return new EngineFunction(name, type, name + "({*})");
  }

  /** Whether the first argument is equal to one of that many others. */
  public static EngineFunction in(int others) {
    String places =
        IntStream.rangeClosed(1, others)
            .mapToObj(i -> "{" + i + "}")
            .collect(Collectors.joining(", "));
    return new EngineFunction(IN, Types.BOOLEAN, "({0} IN (" + places + "))");
  }

  /** Whether it is {@link #in}. */
  boolean isIn() {
    return getName().equals(IN);
  }

  /** DuckDB's SQL, with a number in braces for each argument. */
  public String template() {
    return template;
  }

  /** Whether it makes several rows of one: a list's elements. */
  public boolean makesRows() {
    return template.startsWith(UNNEST);
  }

  /** The list whose elements {@link #makesRows such a function} makes rows of. */
  public EngineFunction list() {
    String list = template.substring(UNNEST.length(), template.length() - 1);
    return new EngineFunction(getName(), Types.listOf(type), list);
  }

  /** Whether its template says over which rows around a row it runs. */
  boolean isWindow() {
    return OVER.matcher(template).find();
  }

  /**
   * The same over those rows only that are equal in a further argument; empty where the template
   * cannot take one.
   *
   * @param place of the argument
   */
  Optional<EngineFunction> partitionedBy(int place) {
    if (template.contains("{*}")) {
      return Optional.empty();
    }
    Matcher over = OVER.matcher(template);
    String apart =
        over.replaceAll(
            match ->
                Matcher.quoteReplacement(
                    " OVER (PARTITION BY {" + place + "}" + (match.group(1) == null ? " " : ", ")));
    return Optional.of(new EngineFunction(getName(), type, apart));
  }

  /** True when one of the expressions looks at the rows around a row. */
  public static boolean isWindowed(List<RexNode> expressions) {
    return RexOver.containsOver(expressions, null)
        || contains(expressions, EngineFunction::isWindow);
  }

  /** True when the expression makes several rows of one, or none. */
  public static boolean makesRows(RexNode expression) {
    return contains(List.of(expression), EngineFunction::makesRows);
  }

  private static boolean contains(List<RexNode> expressions, Predicate<EngineFunction> test) {
    boolean[] found = {false};
    RexVisitorImpl<Void> reader =
        new RexVisitorImpl<>(true) {
          @Override
          public Void visitCall(RexCall call) {
            found[0] |=
                call.getOperator() instanceof EngineFunction function && test.test(function);
            return super.visitCall(call);
          }
        };
    expressions.forEach(expression -> expression.accept(reader));
    return found[0];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EngineFunction function
        && function.getName().equals(getName())
        && function.template.equals(template);
  }

  @Override
  public int hashCode() {
    return template.hashCode();
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    Template.print(template, writer, call.getOperandList());
  }

  /** The printing that scalar and aggregate templates share. */
  static final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{(\\*|\\d+)}");

    private Template() {}

    static void print(String template, SqlWriter writer, List<SqlNode> operands) {
      List<String> texts = new ArrayList<>();
      for (SqlNode operand : operands) {
        texts.add(operand.toSqlString(writer.getDialect()).getSql());
      }
      if (writer.getDialect() instanceof TemplateDialect other) {
        writer.print(other.text(template, texts));
        writer.setNeedWhitespace(true);
        return;
      }
      StringBuilder out = new StringBuilder();
      Matcher place = PLACE.matcher(template);
      while (place.find()) {
        String text =
            place.group(1).equals("*")
                ? String.join(", ", texts)
                : guarded(
                    template,
                    place.start(),
                    place.end() - 1,
                    texts.get(Integer.parseInt(place.group(1))));
        place.appendReplacement(out, Matcher.quoteReplacement(text));
      }
      place.appendTail(out);
      writer.print(out.toString());
      writer.setNeedWhitespace(true);
    }

    /** In parentheses, unless the place is an argument of its own or the text cannot fall apart. */
    private static String guarded(String template, int open, int close, String text) {
      char before = open == 0 ? ' ' : template.charAt(open - 1);
      char after = close + 1 >= template.length() ? ' ' : template.charAt(close + 1);
      boolean wholeArgument =
          (before == '(' || template.startsWith(", ", Math.max(0, open - 2)))
              && (after == ')' || after == ',');
      boolean atom = text.matches("[\\w\"]+|'[^']*'");
      return wholeArgument || atom ? text : "(" + text + ")";
    }
  }
}
