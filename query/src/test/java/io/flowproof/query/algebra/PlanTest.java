package io.flowproof.query.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.schema.FlowTables;
import io.flowproof.query.StagedFlows;
import io.flowproof.query.sql.SqlPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Plans are printed, run on the real engine, and followed back to their lines. */
class PlanTest {
  private static final StagedFlows FLOWS =
      StagedFlows.of(
          """
          2 123456789012 eni-1 203.0.113.9 10.0.0.5 40000 22 6 1 60 1715677200 1715677210 ACCEPT OK
          2 123456789012 eni-1 203.0.113.9 10.0.0.6 40001 22 6 1 60 1715677201 1715677211 REJECT OK
          2 123456789012 eni-1 203.0.113.9 10.0.0.7 40002 22 6 2 99 1715677202 1715677212 ACCEPT OK
          2 123456789012 eni-1 198.51.100.7 10.0.0.5 40003 443 6 1 40 1715677203 1715677213 ACCEPT OK
          """);

  private final Algebra algebra = new Algebra();
  private final Scalars scalars = new Scalars(algebra.rex());
  private final RelNode scan = algebra.scan(FlowTables.named(FlowTables.FLOW));

  @AfterAll
  static void close() {
    FLOWS.close();
  }

  @Test
  void printsOneSelectANodeWithGeneratedNames() {
    assertThat(SqlPrinter.DUCKDB.print(Trimmer.trim(acceptedBySource())))
        .isEqualTo(
            """
            SELECT "c2", count(*) AS "c1"
            FROM (
              SELECT "srcaddr" AS "c2"
              FROM "flow" AS t
              WHERE "action" = 'ACCEPT'
            ) AS t
            GROUP BY "c2\"""");
  }

  @Test
  void leadsAGroupBackToTheLinesThatPassedItsFilters() {
    RelNode lineage = new Lineage(algebra).of(acceptedBySource()).orElseThrow();

    assertThat(rows(lineage))
        .extracting(row -> List.of(String.valueOf(row.get(0)), number(row, 1), number(row, 3)))
        .containsExactlyInAnyOrder(
            List.of("203.0.113.9", 2L, 1L),
            List.of("203.0.113.9", 2L, 3L),
            List.of("198.51.100.7", 1L, 4L));
  }

  @Test
  void leadsTheFirstRowsBackToTheirOwnLinesOnly() {
    RelNode counted = acceptedBySource();
    RelNode first =
        algebra.sort(
            counted, List.of(new SortKey(1, SortKey.Direction.DESCENDING, SortKey.Nulls.LAST)), 1);

    assertThat(rows(new Lineage(algebra).of(first).orElseThrow()))
        .extracting(row -> number(row, 3))
        .containsExactlyInAnyOrder(1L, 3L);
  }

  @Test
  void narrowedToTheWantedGroupsTheirLineageIsTheSame() {
    RelNode narrowed =
        new Narrowing(algebra)
            .of(acceptedBySource(), Map.of(0, List.of(scalars.text("203.0.113.9"))));

    assertThat(SqlPrinter.DUCKDB.print(Trimmer.trim(narrowed))).contains("IN ('203.0.113.9')");
    assertThat(rows(narrowed)).containsExactly(List.of("203.0.113.9", 2L));
    assertThat(rows(new Lineage(algebra).of(narrowed).orElseThrow()))
        .extracting(row -> number(row, 3))
        .containsExactlyInAnyOrder(1L, 3L);
  }

  @Test
  void narrowsTheStoredColumnBelowTextsInPlaceOfNulls() {
    RexNode source = column(scan, "srcaddr");
    RelNode shown =
        algebra.project(
            scan,
            List.of(
                scalars.choose(
                    Types.TEXT,
                    scalars.isNotNull(source),
                    scalars.coalesce(Types.TEXT, source, scalars.text("unknown")),
                    scalars.text("-")),
                column(scan, "bytes")));
    Narrowing narrowing = new Narrowing(algebra);

    RelNode narrowed = narrowing.of(shown, Map.of(0, List.of(scalars.text("198.51.100.7"))));
    RelNode asked = narrowing.of(shown, Map.of(0, List.of(scalars.text("-"))));

    assertThat(SqlPrinter.DUCKDB.print(Trimmer.trim(narrowed)))
        .contains("WHERE (\"srcaddr\" IN ('198.51.100.7'))");
    assertThat(rows(narrowed)).containsExactly(List.of("198.51.100.7", 40L));
    assertThat(SqlPrinter.DUCKDB.print(asked))
        .as("a record without an address may be the wanted one")
        .isEqualTo(SqlPrinter.DUCKDB.print(shown));
  }

  @Test
  void aColumnWithValuesOfTwoStoredColumnsIsNotNarrowed() {
    RelNode shown =
        algebra.project(
            scan,
            List.of(
                scalars.coalesce(Types.TEXT, column(scan, "srcaddr"), column(scan, "dstaddr"))));

    RelNode narrowed =
        new Narrowing(algebra).of(shown, Map.of(0, List.of(scalars.text("10.0.0.5"))));

    assertThat(SqlPrinter.DUCKDB.print(narrowed)).isEqualTo(SqlPrinter.DUCKDB.print(shown));
  }

  @Test
  void aLimitIsNotNarrowedBecauseItsFirstRowsWouldBeOthers() {
    RelNode first =
        algebra.sort(
            acceptedBySource(),
            List.of(new SortKey(1, SortKey.Direction.DESCENDING, SortKey.Nulls.LAST)),
            1);

    RelNode narrowed =
        new Narrowing(algebra).of(first, Map.of(0, List.of(scalars.text("198.51.100.7"))));

    assertThat(rows(narrowed)).containsExactly(List.of("203.0.113.9", 2L));
  }

  @Test
  void readsOnlyTheStoredColumnsThatItNeeds() {
    assertThat(Trimmer.storedColumns(acceptedBySource()))
        .containsExactly("flow.action", "flow.srcaddr");
  }

  @Test
  void sixtyProjectionsUponEachOtherStaySmall() {
    RelNode plan = algebra.project(scan, List.of(column(scan, "bytes")));
    for (int i = 0; i < 60; i++) {
      RexNode doubled =
          scalars.call(SqlStdOperatorTable.PLUS, algebra.ref(plan, 0), algebra.ref(plan, 0));
      plan =
          algebra.project(
              plan,
              List.of(scalars.call(SqlStdOperatorTable.MINUS, doubled, algebra.ref(plan, 0))));
    }

    assertThat(SqlPrinter.DUCKDB.print(plan)).hasSizeLessThan(10_000);
    assertThat(rows(plan)).extracting(row -> number(row, 0)).contains(60L, 60L, 99L, 40L);
  }

  @Test
  void textOfAnyAlphabetGoesThroughUnchanged() {
    RelNode plan =
        algebra.project(algebra.oneRow(), List.of(scalars.text("O'Brien \u00e9 \u4e2d \\ \"x\"")));

    assertThat(rows(plan)).containsExactly(List.of("O'Brien \u00e9 \u4e2d \\ \"x\""));
  }

  @Test
  void noRowsKeepTheirTypes() {
    RelNode none = algebra.values(List.of(Types.LONG, Types.TEXT), List.of());
    RelNode sum =
        algebra.aggregate(none, List.of(), List.of(new Measure(Aggregates.COUNT, List.of())));

    assertThat(rows(none)).isEmpty();
    assertThat(rows(sum)).containsExactly(List.of(0L));
  }

  private RelNode acceptedBySource() {
    RelNode accepted =
        algebra.filter(scan, scalars.equal(column(scan, "action"), scalars.text("ACCEPT")));
    return algebra.aggregate(
        accepted,
        List.of(column(accepted, "srcaddr")),
        List.of(new Measure(Aggregates.COUNT, List.of())));
  }

  private RexNode column(RelNode plan, String name) {
    return algebra.ref(plan, StoredTable.indexOf(plan, name));
  }

  private static List<List<@Nullable Object>> rows(RelNode plan) {
    return new ArrayList<>(FLOWS.engine().all(SqlPrinter.DUCKDB.print(Trimmer.trim(plan))));
  }

  private static long number(List<@Nullable Object> row, int column) {
    return row.get(column) instanceof Number number ? number.longValue() : -1;
  }
}
