package io.flowproof.query.kql;

import static io.flowproof.query.kql.KqlAssert.kql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KqlOperatorTest {

  @Test
  void readsFiltersAndProjections() {
    kql("T | where a | filter b").hasTree("(where a) (where b)");
    kql("T | extend a = 1, tostring(b), (c, d) = f(x)")
        .hasTree("(extend ((= (a) 1) (call tostring b) (= (c d) (call f x))))");
    kql("T | project | project-away a*, *b, c*d, x1*2")
        .hasTree("(project) (project-away ([a, ] [, b] [c, d] [x1, 2]))");
    kql("T | project-reorder b*, a granny-desc")
        .hasTree(
            "(project-reorder ((reordered-name [b, ] AS_THEY_WERE) (reordered-name [a] GRANNY_DESC)))");
  }

  @Test
  void readsAggregations() {
    kql("T | summarize count(), n = dcount(x) by bin(t, 1s), y")
        .hasTree(
            "(summarize ((call count) (= (n) (call dcount x))) ((call bin t timespan:10000000) y))");
    kql("T | summarize by a").hasTree("(summarize (a))");
    kql("T | summarize hint.shufflekey = k count() by k")
        .hasTree("(summarize (hint.shufflekey=k) ((call count)) (k))");
    kql("T | make-series count() default=0 on t in range(a, b, c)")
        .hasTree("(make-series ((series-value (call count) 0)) t a b c inRange)");
    kql("T | make-series n = avg(x) on t to b step c by k")
        .hasTree("(make-series ((series-value (= (n) (call avg x)))) t b c (k))");
  }

  @Test
  void sortsDescendingWithNullsLastUnlessTold() {
    kql("T | sort by a, b asc, c desc nulls first, d asc nulls last")
        .hasTree(
            "(sort ((sort-key a) (sort-key b ascending nullsFirst)"
                + " (sort-key c nullsFirst) (sort-key d ascending)))");
    kql("T | order by a | top 5 by b asc")
        .hasTree("(sort ((sort-key a))) (top 5 (sort-key b ascending nullsFirst))");
  }

  @Test
  void readsWhatCombinesTables() {
    kql("T | join kind=inner hint.strategy=shuffle (U | take 1) on k, $left.a == $right.b")
        .hasTree(
            "(join (kind=inner hint.strategy=shuffle) (tabular (pipeline ((read U) (take 1))))"
                + " (k (== (member $left a) (member $right b))))");
    kql("T | join kind=inner U where a == b").hasTree("(join (kind=inner) U (== a b))");
    kql("T | lookup U on k").hasTree("(lookup U (k))");
    kql("union withsource=s isfuzzy=true A, B*, (C | take 1)")
        .hasTree(
            "(union (withsource=s isfuzzy=bool:true) ((union-member A) (union-member [B, ])"
                + " (union-member (tabular (pipeline ((read C) (take 1)))))))");
  }

  @Test
  void readsWhatTakesValuesApart() {
    kql("T | mvexpand kind=array a, x = b to typeof(long) limit 9")
        .hasTree("(mv-expand (kind=array) ((expansion a) (expansion (= (x) b) long)) 9)");
    kql("T | mv-apply a on (top 1 by a | project a)")
        .hasTree("(mv-apply ((expansion a)) (pipeline ((top 1 (sort-key a)) (project (a)))))");
    kql("T | parse-where kind=regex x with * 'a' b:long c")
        .hasTree("(parse filter (kind=regex) x ((skip) (anchor a) (capture b long) (capture c)))");
    kql("T | parse-kv x as (a:string) with (quote='~')")
        .hasTree("(parse-kv x (a:string) ((= (quote) '~')))");
  }

  @Test
  void readsWhatMakesRows() {
    kql("datatable(a:int, ['b c']:string)[1, 'x', 2, 'y',]")
        .hasTree("(datatable (a:int b c:string) (1 'x' 2 'y'))");
    kql("range x from 1 to 9 step 2").hasTree("(range x 1 9 2)");
    kql("print x = 1, 2").hasTree("(print ((= (x) 1) 2))");
    kql("externaldata(a:string)['f.csv'] with (format='csv')")
        .hasTree("(external-data (a:string) ('f.csv') ((= (format) 'csv')))");
  }

  @Test
  void readsLetsOfThreeKinds() {
    kql("let a = 5; let b = T | take a; let f = (x:long = 1, t:(k:string), u:(*)) { t | where k == x; }; b")
        .hasTree(
            "(query ((let a 5) (let b (tabular (pipeline ((read T) (take a)))))"
                + " (let-function f ((parameter x (scalar-type long) 1)"
                + " (parameter t (tabular-type (k:string))) (parameter u (tabular-type)))"
                + " ((tabular-statement (pipeline ((read t) (where (== k x)))))))"
                + " (tabular-statement (pipeline ((read b))))))");
    kql("let v = view () { T }; v()")
        .hasTree(
            "(query ((let-function v view ((tabular-statement (pipeline ((read T))))))"
                + " (tabular-statement (pipeline ((read (call v)))))))");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "T | reduce by x with threshold=0.1 | take 1",
        "T | scan declare (a:long=0) with (step s: a > 1 => a = 1;) | take 1",
        "T | top-nested 3 of x by count(), top-nested 2 of y by sum(z)",
        "T | fork (take 1) (count) ",
        "T | make-graph a --> b with N on k | graph-match (a)-[e]->(b) where a.x == 1 project e",
        "search in (A, B) 'x' and y == 1 | take 1",
        "find withsource=s in (A) where x == 1",
        "set notruncation; set maxmemory=5; restrict access to (A, B); T",
        "alias database D = cluster('c').database('d'); declare query_parameters(a:long=1); T",
        "T | partition hint.strategy=native by k (top 1 by x | extend y = 1)",
        "T | partition by k { U | where a == 1 }",
        "T | evaluate hint.distribution=single bag_unpack(d) : (*, a:string) | as X | consume",
        "T | render timechart with (title='x') | serialize n = row_number() | invoke f(1)",
        "T | count as n | getschema | sample 5 | sample-distinct 3 of a | distinct * | limit 4",
        "let t = materialize(T | where x); union t, (t | count)",
        "T // a comment | where\n| take 1;\n",
        "_Im_NetworkSession(starttime=ago(1h), dstportnumber=22) | take 1",
        "(T | take 1) | union (U), database('d').V",
        "T | project-keep * | project-rename a = b | make-series avg(x) on t step 1h",
        "print x = 1 | union (print x = 2) | where x in (range(1, 5, 1))",
      })
  void readsTheWholeLanguage(String text) {
    kql(text).roundTripped();
  }

  @Test
  void printsOneStageALine() {
    kql("let a=1;T|where x==a and not(y has 'z')|summarize n=count() by bin(t,1h)|top 5 by n asc")
        .printsAs(
            """
            let a = 1;
            T
            | where x == a and not(y has "z")
            | summarize n = count() by bin(t, 1h)
            | top 5 by n asc\
            """);
  }
}
