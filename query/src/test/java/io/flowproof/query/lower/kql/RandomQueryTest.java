package io.flowproof.query.lower.kql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.SourceText;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.StagedFlows;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.QueryCompiler;
import io.flowproof.query.lower.kql.RandomExpression.Expression;
import io.flowproof.query.lower.kql.RandomExpression.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** Random queries over random small tables give in the engine what plain Java computes. */
class RandomQueryTest {
  private static final StagedFlows NO_FLOWS = StagedFlows.none();
  private static final QueryTime TIME = QueryTime.at(Instant.parse("2024-01-01T00:00:00Z"));

  @AfterContainer
  static void close() {
    NO_FLOWS.close();
  }

  @Property(tries = 40)
  void expressionsHaveTheValuesThatJavaComputes(@ForAll long seed) {
    RandomExpression make = new RandomExpression(new Random(seed));
    List<Row> rows = make.rows(8);
    List<Expression> expressions = IntStream.range(0, 8).mapToObj(i -> make.any(3)).toList();
    List<String> columns =
        IntStream.range(0, 8).mapToObj(i -> "e" + i + " = " + expressions.get(i).text()).toList();

    List<List<@Nullable Object>> found =
        run(RandomExpression.table(rows) + " | project " + String.join(", ", columns));

    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < expressions.size(); i++) {
        assertThat(found.get(row).get(i))
            .as(expressions.get(i).text() + " of " + rows.get(row))
            .isEqualTo(expressions.get(i).value().apply(rows.get(row)));
      }
    }
  }

  @Property(tries = 40)
  void aFilterKeepsTheRowsForWhichItIsTrue(@ForAll long seed) {
    RandomExpression make = new RandomExpression(new Random(seed));
    List<Row> rows = make.rows(12);
    Expression condition = make.truth(3);

    List<List<@Nullable Object>> found =
        run(RandomExpression.table(rows) + " | where " + condition.text() + " | project a, s");

    List<Row> kept =
        rows.stream().filter(row -> Boolean.TRUE.equals(condition.truth(row))).toList();
    assertThat(found)
        .as(condition.text())
        .isEqualTo(
            kept.stream().map(row -> Arrays.<@Nullable Object>asList(row.a(), row.s())).toList());
  }

  @Property(tries = 30)
  void groupsHaveTheAggregatesOfTheirRows(@ForAll long seed) {
    RandomExpression make = new RandomExpression(new Random(seed));
    List<Row> rows = make.rows(15);
    Expression key = make.number(1);
    Expression value = make.number(2);
    Expression condition = make.truth(2);

    List<List<@Nullable Object>> found =
        run(
            RandomExpression.table(rows)
                + " | summarize count(), countif(%s), sum(%s), min(%s), dcount(s) by k = %s"
                    .formatted(condition.text(), value.text(), value.text(), key.text()));

    Map<@Nullable Object, List<Row>> groups = new LinkedHashMap<>();
    rows.forEach(row -> groups.computeIfAbsent(key.number(row), k -> new ArrayList<>()).add(row));
    List<List<@Nullable Object>> expected = new ArrayList<>();
    groups.forEach(
        (k, group) -> {
          List<Long> values =
              group.stream().map(value::number).filter(Objects::nonNull).sorted().toList();
          expected.add(
              Arrays.asList(
                  k,
                  (long) group.size(),
                  group.stream().filter(r -> Boolean.TRUE.equals(condition.truth(r))).count(),
                  values.stream().mapToLong(Long::longValue).sum(),
                  values.isEmpty() ? null : values.getFirst(),
                  (long) new TreeSet<>(group.stream().map(Row::s).toList()).size()));
        });
    assertThat(found)
        .as(key.text() + "; " + value.text())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Property(tries = 30)
  void joinsPairTheRowsThatNestedLoopsPair(@ForAll long seed) {
    Random random = new Random(seed);
    RandomExpression make = new RandomExpression(random);
    List<Row> left = make.rows(7);
    List<Row> right = make.rows(7);
    String kind =
        List.of("inner", "leftouter", "leftsemi", "leftanti", "rightsemi", "rightanti", "fullouter")
            .get(random.nextInt(7));

    List<List<@Nullable Object>> found =
        run(
            "%s | join kind=%s (%s) on a | project %s"
                .formatted(
                    RandomExpression.table(left),
                    kind,
                    RandomExpression.table(right),
                    kind.endsWith("outer") || kind.equals("inner") ? "a, s, a1, s1" : "a, s"));

    assertThat(found).as(kind).containsExactlyInAnyOrderElementsOf(joined(kind, left, right));
  }

  private static List<List<@Nullable Object>> joined(String kind, List<Row> left, List<Row> right) {
    List<List<@Nullable Object>> pairs = new ArrayList<>();
    for (Row l : left) {
      for (Row r : right) {
        if (isPair(l, r)) {
          pairs.add(Arrays.asList(l.a(), l.s(), r.a(), r.s()));
        }
      }
    }
    List<Row> lonelyLeft =
        left.stream().filter(l -> right.stream().noneMatch(r -> isPair(l, r))).toList();
    List<Row> lonelyRight =
        right.stream().filter(r -> left.stream().noneMatch(l -> isPair(l, r))).toList();
    List<Row> alone =
        switch (kind) {
          case "leftsemi" -> without(left, lonelyLeft);
          case "leftanti" -> lonelyLeft;
          case "rightsemi" -> without(right, lonelyRight);
          case "rightanti" -> lonelyRight;
          default -> List.of();
        };
    if (!kind.endsWith("outer") && !kind.equals("inner")) {
      return alone.stream().map(row -> Arrays.<@Nullable Object>asList(row.a(), row.s())).toList();
    }
    if (kind.endsWith("outer")) {
      lonelyLeft.forEach(row -> pairs.add(Arrays.asList(row.a(), row.s(), null, "")));
    }
    if (kind.equals("fullouter")) {
      lonelyRight.forEach(row -> pairs.add(Arrays.asList(null, "", row.a(), row.s())));
    }
    return pairs;
  }

  /** A null is equal to nothing. */
  private static boolean isPair(Row left, Row right) {
    return left.a() != null && left.a().equals(right.a());
  }

  /** By identity: rows may be equal. */
  private static List<Row> without(List<Row> rows, List<Row> some) {
    return rows.stream().filter(row -> some.stream().noneMatch(other -> other == row)).toList();
  }

  private static List<List<@Nullable Object>> run(String text) {
    String sql =
        new QueryCompiler(Catalog.ofFlowLogs())
            .compile(new SourceText("random", text), Language.KQL, TIME)
            .sql();
    return NO_FLOWS.engine().all(sql).stream()
        .map(row -> row.stream().<@Nullable Object>map(RandomQueryTest::whole).toList())
        .toList();
  }

  /** The engine gives ints and longs. */
  private static @Nullable Object whole(@Nullable Object value) {
    return value instanceof Integer number ? (Long) number.longValue() : value;
  }
}
