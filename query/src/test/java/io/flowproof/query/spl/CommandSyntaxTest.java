package io.flowproof.query.spl;

import static io.flowproof.query.spl.SplTrees.command;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandSyntaxTest {
  @Test
  void statsTakesFunctionsNamesAndGroups() {
    assertThat(
            command(
                "| stats count, dc(dest_port) as ports sum(bytes) AS \"Total bytes\" by src_ip,"
                    + " dest_ip"))
        .isEqualTo(
            "(stats [(aggregation count _ _) (aggregation dc dest_port ports)"
                + " (aggregation sum bytes Total bytes)] [src_ip dest_ip] [])");
    assertThat(
            command("| stats allnum=true count(eval(action=\"x\" OR (a>1))) AS n, values(*) as *"))
        .isEqualTo(
            "(stats [(aggregation count (aggregatedeval (or (= action \"x\") (> a 1))) n)"
                + " (aggregation values * *)] [] [(option allnum true)])");
    assertThat(command("| STATS c perc95(x) by All_Traffic.dest"))
        .isEqualTo("(stats [(aggregation c _ _) (aggregation perc95 x _)] [All_Traffic.dest] [])");
  }

  @Test
  void eventstatsIsWrittenLikeStats() {
    assertThat(command("| eventstats avg(n) as mean, stdev(n) by src"))
        .isEqualTo("(eventstats [(aggregation avg n mean) (aggregation stdev n _)] [src] [])");
  }

  @Test
  void fieldsKeepsOrRemoves() {
    assertThat(command("| fields src_ip, dest*")).isEqualTo("(fields KEEP [src_ip dest*])");
    assertThat(command("| fields + a b")).isEqualTo("(fields KEEP [a b])");
    assertThat(command("| fields - _raw, x")).isEqualTo("(fields REMOVE [_raw x])");
    assertThat(command("| fields -x")).isEqualTo("(fields REMOVE [x])");
  }

  @Test
  void tableAndRenameTakeQuotedNamesAndWildcards() {
    assertThat(command("| table _time \"a b\", c*")).isEqualTo("(table [_time a b c*])");
    assertThat(command("| rename a AS b, \"X.*\" as *, 'c d' AS \"e f\""))
        .isEqualTo("(rename [(renaming a b) (renaming X.* *) (renaming c d e f)])");
  }

  @Test
  void sortTakesALimitSignsAndKinds() {
    assertThat(command("| sort 0 -num(bytes), +src ip(dest_ip)"))
        .isEqualTo(
            "(sort 0 [(sortkey DESCENDING NUM bytes) (sortkey ASCENDING AUTO src)"
                + " (sortkey ASCENDING IP dest_ip)] false)");
    assertThat(command("| sort limit=5 - count"))
        .isEqualTo("(sort 5 [(sortkey DESCENDING AUTO count)] false)");
    assertThat(command("| sort a b desc"))
        .isEqualTo("(sort _ [(sortkey ASCENDING AUTO a) (sortkey ASCENDING AUTO b)] true)");
    assertThat(command("| sort \"100\""))
        .isEqualTo("(sort _ [(sortkey ASCENDING AUTO 100)] false)");
  }

  @Test
  void headAndTailTakeACount() {
    assertThat(command("| head")).isEqualTo("(head _ _ [])");
    assertThat(command("| head 20")).isEqualTo("(head 20 _ [])");
    assertThat(command("| head limit=3 keeplast=true"))
        .isEqualTo("(head 3 _ [(option keeplast true)])");
    assertThat(command("| head (x>1 OR y)")).isEqualTo("(head _ (or (> x 1) y) [])");
    assertThat(command("| tail 5")).isEqualTo("(tail 5)");
    assertThat(command("| reverse")).isEqualTo("(reverse)");
  }

  @Test
  void dedupTakesACountOptionsAndAnOrder() {
    assertThat(command("| dedup src")).isEqualTo("(dedup _ [src] [] [])");
    assertThat(command("| dedup 3 src, dest keepempty=true consecutive=t sortby -_time +num(x)"))
        .isEqualTo(
            "(dedup 3 [src dest] [(option keepempty true) (option consecutive t)]"
                + " [(sortkey DESCENDING AUTO _time) (sortkey ASCENDING NUM x)])");
  }

  @Test
  void binIsAlsoCalledBucket() {
    assertThat(command("| bin _time span=1h")).isEqualTo("(bin _time _ [(option span 1h)])");
    assertThat(command("| bucket span=5m _time AS t"))
        .isEqualTo("(bin _time t [(option span 5m)])");
  }

  @Test
  void fillnullIplocationAndMakeresultsTakeOptions() {
    assertThat(command("| fillnull")).isEqualTo("(fillnull [] [])");
    assertThat(command("| fillnull value=\"not known\" a, b"))
        .isEqualTo("(fillnull [a b] [(option value not known)])");
    assertThat(command("| fillnull value=-1")).isEqualTo("(fillnull [] [(option value -1)])");
    assertThat(command("| iplocation prefix=dest_ dest_ip"))
        .isEqualTo("(iplocation dest_ip [(option prefix dest_)])");
    assertThat(command("| makeresults count=5")).isEqualTo("(makeresults [(option count 5)])");
  }

  @Test
  void topAndRareTakeALimitAndGroups() {
    assertThat(command("| top 5 src dest by action showperc=f"))
        .isEqualTo("(top TOP 5 [src dest] [action] [(option showperc f)])");
    assertThat(command("| rare limit=0 src")).isEqualTo("(top RARE 0 [src] [] [])");
  }

  @Test
  void whatIsNotReadYetKeepsItsText() {
    assertThat(command("| rex field=x ```why``` \"it's (?<y>\\d+)\""))
        .isEqualTo("(words rex [(word it's (?<y>\\d+) true _)] [(option field x)])");
  }

  @Test
  void macrosStandInThePlaceOfCommands() {
    assertThat(SplTrees.sexp(SplTrees.parse("index=a | `drop_dm_object_name(\"X\")` | `f` x=1")))
        .isEqualTo(
            "(pipe (search (= index a)) (macro (macro drop_dm_object_name(\"X\")) )"
                + " (macro (macro f) x=1))");
  }

  @Test
  void theBlogsSearchIsRead() {
    assertThat(
            SplTrees.sexp(
                SplTrees.parse(
                    """
                    index=vpc_flow_logs action=ACCEPT
                    | stats count by src_ip, dest_port
                    | where count > 100 AND dest_port IN (22, 3389, 1433)
                    """)))
        .isEqualTo(
            "(pipe (search (and (= index vpc_flow_logs) (= action ACCEPT)))"
                + " (stats [(aggregation count _ _)] [src_ip dest_port] [])"
                + " (where (and (> count 100) (in dest_port [22 3389 1433]))))");
  }
}
