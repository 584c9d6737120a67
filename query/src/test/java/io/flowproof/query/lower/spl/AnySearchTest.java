package io.flowproof.query.lower.spl;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.StagedFlows;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.QueryCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** Searches put together at random: whatever compiles must run, and give the same rows twice. */
class AnySearchTest {
  private static final StagedFlows FLOWS =
      StagedFlows.of(
          """
          2 111122223333 eni-0a 203.0.113.9 10.0.0.5 40000 22 6 10 600 1715677200 1715677260 ACCEPT OK
          2 111122223333 eni-0a 203.0.113.9 10.0.0.6 40001 22 6 20 1200 1715677260 1715677320 REJECT OK
          2 111122223333 eni-0b 2001:db8::1 10.0.0.5 5000 443 17 3 180 1715677260 1715677560 ACCEPT OK
          2 111122223333 eni-0c - - - - - - - 1715677560 1715677620 - NODATA
          """);

  private Random random = new Random(0);

  @AfterContainer
  static void close() {
    FLOWS.close();
  }

  @Property(tries = 60)
  void whatCompilesRuns(@ForAll long seed) {
    random = new Random(seed);
    String text =
        Stream.generate(this::command)
            .limit(1 + random.nextInt(5))
            .collect(
                Collectors.joining(
                    " | ", "sourcetype=aws:cloudwatchlogs:vpcflow " + terms() + " | ", ""));
    CompiledQuery query;
    try {
      query =
          new QueryCompiler(Catalog.ofFlowLogs())
              .running(FLOWS.engine()::all)
              .compile(new SourceText("q", text), Language.SPL, QueryTime.at(SplCase.NOW));
    } catch (InvalidQueryException refused) {
      assertThat(refused.diagnostics()).isNotEmpty();
      return;
    }
    try {
      List<?> rows = FLOWS.engine().all(query.sql());
      assertThat(rows).isEqualTo(FLOWS.engine().all(query.sql()));
      query
          .lineageSql(List.of(), List.of())
          .ifPresent(sql -> assertThat(FLOWS.engine().all(sql)).isNotNull());
    } catch (RuntimeException e) {
      throw new AssertionError(text + "\n" + query.sql(), e);
    }
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  private String field() {
    return pick(
        "src_ip", "dest_port", "bytes", "action", "_time", "a", "b", "m", "count", "tcp_flags");
  }

  private String fields() {
    return Stream.generate(this::field)
        .limit(1 + random.nextInt(3))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private String terms() {
    List<String> terms = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      terms.add(
          pick("", "NOT ")
              + pick(
                  field()
                      + pick("=", "!=", "<", ">=")
                      + pick("22", "*", "1*", "\"x y\"", "10.0.0.0/8", "abc", "1.5"),
                  field() + " IN (22, a*, 10.0.0.0/8)",
                  "(" + field() + "=1 OR " + field() + "=*)"));
    }
    return String.join(pick(" ", " OR "), terms);
  }

  private String command() {
    return pick(
        "where " + condition(2),
        "eval " + pick("a", "b", "bytes", "'x y'") + "=" + value(3),
        "eval a=" + value(2) + ", b=a." + value(1),
        "eval m=split(" + value(1) + ",\"0\")",
        "stats " + aggregates() + pick("", " BY " + fields()),
        "eventstats " + aggregates() + pick("", " BY " + fields()),
        "fields " + pick("", "- ") + fields(),
        "table " + fields() + ", *",
        "rename " + field() + " AS " + pick("z", "a", "bytes") + ", d* AS e*",
        "sort "
            + pick("", "0 ", "3 ")
            + pick("", "-", "+")
            + field()
            + ", "
            + pick("num", "str", "ip", "auto")
            + "("
            + field()
            + ")",
        pick("head", "tail", "head 2", "tail 1", "reverse", "transpose", "transpose 2"),
        "head limit=2 (" + condition(1) + ")" + pick("", " keeplast=t", " null=t"),
        "dedup "
            + pick("", "2 ")
            + fields()
            + pick("", " keepempty=t", " consecutive=t", " keepevents=t", " sortby -" + field()),
        "bin "
            + field()
            + pick("", " bins=3", " span=" + pick("1h", "5m", "1d", "1mon", "100", "0.5", "log2")),
        "chart " + aggregates() + pick("", " OVER " + field()) + pick("", " BY action limit=1"),
        "timechart span=" + pick("1m", "2d") + " " + aggregates() + pick("", " BY " + field()),
        "transaction " + fields() + pick("", " maxpause=1m", " maxspan=2m", " startswith=22"),
        "xyseries " + field() + " " + field() + " " + field(),
        "trendline " + pick("sma2", "ema2", "wma3") + "(" + field() + ") AS a",
        "fillnull " + pick("", "value=x ", "value=7 ") + pick("", fields()),
        "iplocation " + field(),
        pick("top", "rare")
            + pick("", " limit=2", " limit=0", " limit=1 useother=t")
            + " "
            + field()
            + pick("", " BY action"),
        "search " + terms());
  }

  private String aggregates() {
    return Stream.generate(
            () ->
                pick(
                        "count",
                        "sum",
                        "dc",
                        "values",
                        "list",
                        "min",
                        "max",
                        "avg",
                        "range",
                        "first",
                        "last",
                        "earliest",
                        "latest",
                        "median",
                        "perc90",
                        "stdev",
                        "mode",
                        "sumsq",
                        "var")
                    + "("
                    + pick(field(), "eval(" + value(1) + ")")
                    + ") AS "
                    + pick("a", "b", "c", "d")
                    + random.nextInt(1000))
        .limit(1 + random.nextInt(3))
        .collect(Collectors.joining(" "));
  }

  private String condition(int depth) {
    return depth == 0
        ? value(0) + pick("=", "!=", "<", ">=") + value(0)
        : pick(
            value(depth) + pick("=", "!=", "<", ">=") + value(depth),
            "NOT " + condition(depth - 1),
            "("
                + condition(depth - 1)
                + pick(" AND ", " OR ", " XOR ")
                + condition(depth - 1)
                + ")",
            value(depth - 1) + " IN (22, \"a\", " + value(0) + ")",
            "like(" + value(depth - 1) + ", \"%1%\")",
            "match(" + value(depth - 1) + ", \"^\\d+\")",
            "cidrmatch(\"10.0.0.0/8\", " + value(0) + ")",
            pick("isnull", "isnotnull", "isnum", "isstr", "isint") + "(" + value(depth - 1) + ")");
  }

  private String value(int depth) {
    return depth == 0
        ? pick(field(), field(), "1", "2.5", "\"12\"", "\"x\"", "null()", "-1")
        : pick(
            value(depth - 1) + pick("+", "-", "*", "/", "%", ".") + " " + value(depth - 1),
            "(" + value(depth - 1) + ")",
            "if(" + condition(depth - 1) + "," + value(depth - 1) + "," + value(depth - 1) + ")",
            "case(" + condition(depth - 1) + "," + value(depth - 1) + ")",
            "coalesce(" + value(depth - 1) + "," + value(depth - 1) + ")",
            "nullif(" + value(depth - 1) + "," + value(depth - 1) + ")",
            pick(
                    "len",
                    "lower",
                    "upper",
                    "trim",
                    "tonumber",
                    "tostring",
                    "abs",
                    "floor",
                    "round",
                    "sqrt",
                    "ln",
                    "exp",
                    "mvcount",
                    "mvdedup")
                + "("
                + value(depth - 1)
                + ")",
            "substr(" + value(depth - 1) + "," + value(0) + ")",
            "mvindex(" + value(depth - 1) + "," + pick("0", "-1", "0,1") + ")",
            "mvjoin(" + value(depth - 1) + ",\"-\")",
            "round(" + value(depth - 1) + "," + value(0) + ")",
            "replace(" + value(depth - 1) + ",\"[0-9]\",\"#\")",
            "tostring("
                + value(depth - 1)
                + ","
                + pick("\"commas\"", "\"hex\"", "\"duration\"")
                + ")",
            "strftime(" + value(depth - 1) + ",\"%F %T\")",
            "strptime(" + value(depth - 1) + ",\"%Y\")",
            "relative_time(" + value(depth - 1) + ",\"-1d@h\")",
            "pow(" + value(depth - 1) + ",2)",
            "log(" + value(depth - 1) + "," + value(0) + ")");
  }
}
