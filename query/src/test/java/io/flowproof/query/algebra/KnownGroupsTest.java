package io.flowproof.query.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.SourceText;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.StagedFlows;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.QueryCompiler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The records of groups that were found are read without asking again which groups pass. */
class KnownGroupsTest {
  private static final StagedFlows FLOWS =
      StagedFlows.of(
          """
          2 123456789012 eni-1 203.0.113.9 10.0.0.5 40000 22 6 1 60 1715677200 1715677210 ACCEPT OK
          2 123456789012 eni-1 203.0.113.9 10.0.0.6 40001 22 6 1 60 1715677201 1715677211 REJECT OK
          2 123456789012 eni-1 203.0.113.9 10.0.0.7 40002 22 6 2 99 1715677202 1715677212 ACCEPT OK
          2 123456789012 eni-1 203.0.113.9 10.0.0.7 40002 23 6 2 99 1715677202 1715677212 ACCEPT OK
          2 123456789012 eni-1 198.51.100.7 10.0.0.5 40003 443 6 1 40 1715677203 1715677213 ACCEPT OK
          2 123456789012 eni-1 198.51.100.7 10.0.0.7 40003 443 6 1 40 1715677203 1715677213 ACCEPT OK
          2 123456789012 eni-1 198.51.100.8 10.0.0.7 40003 443 6 1 40 1715677203 1715677213 ACCEPT OK
          2 123456789012 eni-1 - - - - 1 1 84 1715677203 1715677213 REJECT OK
          """);
  private static final QueryTime TIME = QueryTime.at(Instant.parse("2024-05-14T13:00:00Z"));

  /** More than are asked for one by one: then the whole query is followed. */
  private static final List<List<String>> NOWHERE =
      IntStream.range(0, 1001).mapToObj(i -> List.of("nowhere " + i, "nowhere " + i)).toList();

  @AfterAll
  static void close() {
    FLOWS.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWSVPCFlow | where Action == 'ACCEPT' | summarize n = count() by SrcAddr, DstAddr | where n > 1",
        "AWSVPCFlow | summarize n = dcount(DstPort), count() by DstAddr, SrcAddr | where n >= 1"
            + " | project SrcAddr, DstAddr, n | sort by n desc | take 3",
        "AWSVPCFlow | summarize n = count() by SrcAddr, DstAddr | top 2 by n"
            + " | extend Country = tostring(geo_info_from_ip_address(SrcAddr).country)",
        "AWSVPCFlow | where DstPort == 22 | distinct SrcAddr, DstAddr",
      })
  void itsLinesAreThoseOfTheWholeQueryForTheGroupsThatWereFound(String text) {
    CompiledQuery query = compiled(text);
    List<Integer> chosen = List.of(column(query, "SrcAddr"), column(query, "DstAddr"));
    List<List<@Nullable Object>> found = values(FLOWS.engine().all(query.sql()), chosen);
    List<List<? extends @Nullable Object>> many = new ArrayList<>(found);
    many.addAll(NOWHERE);

    String known = query.lineageSql(chosen, found).orElseThrow();

    assertThat(known).doesNotContain("GROUP BY");
    assertThat(FLOWS.engine().all(known))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            FLOWS.engine().all(query.lineageSql(chosen, many).orElseThrow()).stream()
                .filter(row -> found.contains(row.subList(0, 2)))
                .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Which groups of the source passed is not known from the source alone.
        "AWSVPCFlow | summarize n = count() by SrcAddr, DstAddr | where n > 1",
        // The source is computed from the groups.
        "AWSVPCFlow | summarize n = count() by A = SrcAddr | where n > 1 | extend SrcAddr = strcat(A, '')",
        "AWSVPCFlow | summarize SrcAddr = max(SrcAddr) by DstAddr",
        // A row beside others.
        "AWSVPCFlow | summarize by SrcAddr | join kind=inner (AWSVPCFlow | summarize n = count() by"
            + " SrcAddr | where n > 1) on SrcAddr",
      })
  void followsTheWholeQueryWhereWhatWasFoundDoesNotNameTheGroups(String text) {
    CompiledQuery query = compiled(text);

    assertThat(
            query
                .lineageSql(List.of(column(query, "SrcAddr")), List.of(List.of("203.0.113.9")))
                .orElseThrow())
        .contains("GROUP BY");
  }

  @Test
  void followsTheWholeQueryForAGroupWithoutAValue() {
    CompiledQuery query = compiled("AWSVPCFlow | summarize n = count() by DstPort | where n > 0");
    List<@Nullable Object> none = new ArrayList<>();
    none.add(null);

    assertThat(query.lineageSql(List.of(0), List.of(none)).orElseThrow()).contains("GROUP BY");
  }

  private static CompiledQuery compiled(String text) {
    return new QueryCompiler(Catalog.ofFlowLogs())
        .compile(new SourceText("query", text), Language.KQL, TIME);
  }

  private static int column(CompiledQuery query, String name) {
    return IntStream.range(0, query.columns().size())
        .filter(i -> query.columns().get(i).name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<List<@Nullable Object>> values(
      List<List<@Nullable Object>> rows, List<Integer> chosen) {
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      List<@Nullable Object> some = new ArrayList<>();
      chosen.forEach(place -> some.add(row.get(place)));
      values.add(some);
    }
    return values;
  }
}
