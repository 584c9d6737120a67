package io.flowproof.query.kql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.Span;
import io.flowproof.core.time.Ticks;
import io.flowproof.query.kql.KqlExpression.Literal;
import io.flowproof.query.kql.KqlExpression.Name;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KqlPrinterTest {
  private static final Span NOWHERE = new Span(0, 0);

  @Property(tries = 500)
  void readsBackEveryExpressionItPrints(@ForAll("expressions") KqlExpression expression) {
    Kql.Pipeline pipeline =
        new Kql.Pipeline(
            NOWHERE,
            List.of(
                new KqlOperator.Read(NOWHERE, name("T")),
                new KqlOperator.Where(NOWHERE, expression),
                new KqlOperator.Extend(
                    NOWHERE,
                    List.of(new Kql.NamedExpression(NOWHERE, List.of(name("a b")), expression)))));
    Kql.Query query = new Kql.Query(NOWHERE, List.of(new Kql.TabularStatement(NOWHERE, pipeline)));

    String printed = KqlPrinter.print(query);

    assertThat(KqlTree.of(KqlAssert.parse(printed))).as(printed).isEqualTo(KqlTree.of(query));
  }

  @Property(tries = 300)
  void readsBackEveryStringAndName(@ForAll String text) {
    KqlAssert.kql("print " + KqlPrinter.string(text) + ", " + KqlPrinter.name(text)).roundTripped();
    assertThat(KqlTree.of(KqlAssert.parse("print " + KqlPrinter.string(text))))
        .contains("'" + text + "'");
  }

  @Provide
  static Arbitrary<KqlExpression> expressions() {
    Arbitrary<KqlExpression> leaves = Arbitraries.oneOf(names(), literals());
    return Arbitraries.recursive(() -> leaves, KqlPrinterTest::larger, 0, 4);
  }

  private static Arbitrary<KqlExpression> larger(Arbitrary<KqlExpression> part) {
    Arbitrary<List<KqlExpression>> list = part.list().ofMinSize(2).ofMaxSize(3);
    Arbitrary<KqlExpression> binary =
        Combinators.combine(Arbitraries.of(BinaryOperator.class), part, part)
            .as((op, a, b) -> new KqlExpression.Binary(NOWHERE, op, NOWHERE, a, b));
    Arbitrary<KqlExpression> logical =
        Combinators.combine(Arbitraries.of(KqlExpression.LogicalOperator.class), list)
            .as((op, operands) -> new KqlExpression.Logical(NOWHERE, op, operands));
    Arbitrary<KqlExpression> in =
        Combinators.combine(Arbitraries.of(KqlExpression.InOperator.class), part, list)
            .as((op, value, values) -> new KqlExpression.In(NOWHERE, op, NOWHERE, value, values));
    Arbitrary<KqlExpression> between =
        Combinators.combine(Arbitraries.of(true, false), part, part, part)
            .as((not, a, b, c) -> new KqlExpression.Between(NOWHERE, not, a, b, c));
    Arbitrary<KqlExpression> signed =
        Combinators.combine(Arbitraries.of(true, false), part)
            .as((negative, a) -> new KqlExpression.Signed(NOWHERE, negative, a));
    Arbitrary<KqlExpression> call =
        part.list()
            .ofMaxSize(3)
            .map(
                values ->
                    new KqlExpression.Call(
                        NOWHERE,
                        name("f"),
                        values.stream()
                            .map(v -> new KqlExpression.Argument(NOWHERE, null, v))
                            .toList()));
    Arbitrary<KqlExpression> element =
        Combinators.combine(part, part).as((a, b) -> new KqlExpression.Element(NOWHERE, a, b));
    Arbitrary<KqlExpression> member =
        part.map(a -> new KqlExpression.Member(NOWHERE, a, name("by")));
    return Arbitraries.oneOf(binary, logical, in, between, signed, call, element, member);
  }

  private static Arbitrary<KqlExpression> names() {
    return Arbitraries.of("a", "count", "by", "a b", "['", "long", "$left")
        .map(KqlPrinterTest::name);
  }

  private static Arbitrary<KqlExpression> literals() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(v -> new Literal(NOWHERE, KqlType.LONG, v)),
        Arbitraries.integers().map(v -> new Literal(NOWHERE, KqlType.INT, v)),
        Arbitraries.doubles().map(v -> new Literal(NOWHERE, KqlType.REAL, v)),
        Arbitraries.longs().map(v -> new Literal(NOWHERE, KqlType.TIMESPAN, v / 2)),
        Arbitraries.longs()
            .between(0, Ticks.MAX_DATETIME)
            .map(v -> new Literal(NOWHERE, KqlType.DATETIME, v)),
        Arbitraries.strings().ascii().map(v -> new Literal(NOWHERE, KqlType.STRING, v)),
        Arbitraries.of(KqlType.INT, KqlType.BOOL, KqlType.DATETIME, KqlType.DYNAMIC)
            .map(type -> new Literal(NOWHERE, type, null)),
        Arbitraries.of(new BigDecimal("1.50"), new BigDecimal("-3"))
            .map(v -> new Literal(NOWHERE, KqlType.DECIMAL, v)));
  }

  private static Name name(String text) {
    return new Name(NOWHERE, text);
  }
}
