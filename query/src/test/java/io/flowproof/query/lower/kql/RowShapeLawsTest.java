package io.flowproof.query.lower.kql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.SourceText;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.StagedFlows;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.QueryCompiler;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** What holds for operators that shape rows, whatever the rows are. */
class RowShapeLawsTest {
  private static final StagedFlows NO_FLOWS = StagedFlows.none();
  private static final QueryTime TIME = QueryTime.at(Instant.parse("2024-01-01T00:00:00Z"));

  @AfterContainer
  static void close() {
    NO_FLOWS.close();
  }

  @Property(tries = 15)
  void expandingAnArrayAndListingItAgainChangesNothing(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = -99, max = 99) Integer> numbers) {
    String array = numbers.toString();
    assertThat(
            one("print x = dynamic(" + array + ") | mv-expand x to typeof(long)", "make_list(x)"))
        .isEqualTo(array.replace(" ", ""));
  }

  @Property(tries = 15)
  void aSeriesHasTheSumOfItsRows(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 20) Integer> numbers) {
    String series =
        table(numbers)
            + "| make-series s = sum(n) on n from 0 to 21 step 3 | mv-expand s to typeof(long)";
    assertThat(one(series, "sum(s)")).isEqualTo(one(table(numbers), "sum(n)"));
    assertThat(one(series, "count()")).isEqualTo(7L);
  }

  @Property(tries = 15)
  void theLastSumSoFarIsTheSum(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = -99, max = 99) Integer> numbers) {
    String sums = table(numbers) + "| sort by n asc | extend s = row_cumsum(n), r = row_number()";
    assertThat(one(sums, "take_anyif(s, r == " + numbers.size() + ")"))
        .isEqualTo(one(table(numbers), "sum(n)"));
  }

  @Property(tries = 15)
  void whatIsBeforeTheNextRowIsTheRow(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = -99, max = 99) Integer> numbers) {
    String rows =
        table(numbers)
            + "| sort by n asc | extend after = next(n) | extend back = prev(after)"
            + "| where isnotnull(back) and back != n";
    assertThat(one(rows, "count()")).isEqualTo(0L);
  }

  @Property(tries = 15)
  void aSetInSqlAndInJavaHasTheSameElements(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = -9, max = 9) Integer> numbers) {
    String query = table(numbers) + "| summarize a = make_set(n), b = make_set(pack_array(n))";
    assertThat(one(query, "take_any(set_equals(a, b))")).isEqualTo(true);
  }

  @Property(tries = 15)
  void textsOfAnArrayAreJoinedInSqlAsInJava(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = -9, max = 9) Integer> numbers) {
    String query = "print a = dynamic(" + numbers + ")";
    assertThat(one(query, "take_any(strcat_array(a, '-') == array_strcat(a, '-'))"))
        .isEqualTo(true);
  }

  private static String table(List<Integer> numbers) {
    return "datatable(n:long)["
        + numbers.stream().map(String::valueOf).collect(Collectors.joining(","))
        + "] ";
  }

  private static @Nullable Object one(String rows, String aggregate) {
    String text = rows + " | summarize " + aggregate;
    String sql =
        new QueryCompiler(Catalog.ofFlowLogs())
            .compile(new SourceText("law", text), Language.KQL, TIME)
            .sql();
    return NO_FLOWS.engine().all(sql).getFirst().getFirst();
  }
}
