package io.flowproof.query.spl;

import static io.flowproof.query.spl.SplTrees.command;
import static io.flowproof.query.spl.SplTrees.search;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchSyntaxTest {
  @Test
  void orBindsTighterThanAnd() {
    assertThat(search("a=1 AND b=2 OR c=3")).isEqualTo("(and (= a 1) (or (= b 2) (= c 3)))");
    assertThat(search("a OR b c OR d")).isEqualTo("(and (or a b) (or c d))");
  }

  @Test
  void notBindsTheNextTermOnly() {
    assertThat(search("error NOT 403 OR 404")).isEqualTo("(and error (or (not 403) 404))");
    assertThat(search("NOT a b")).isEqualTo("(and (not a) b)");
    assertThat(search("NOT NOT a")).isEqualTo("(not (not a))");
  }

  @Test
  void parenthesesComeFirst() {
    assertThat(search("(a=1 AND b=2) OR c=3")).isEqualTo("(or (and (= a 1) (= b 2)) (= c 3))");
    assertThat(search("NOT (a OR b)")).isEqualTo("(not (or a b))");
    assertThat(search("index=x ()")).isEqualTo("(and (= index x) everything)");
  }

  @Test
  void onlyUppercaseOperatorsAreOperators() {
    assertThat(search("a or b and not c")).isEqualTo("(and a or b and not c)");
    assertThat(search("ANDROID NOTHING")).isEqualTo("(and ANDROID NOTHING)");
  }

  @Test
  void valuesRunToTheNextBlank() {
    assertThat(search("src=10.0.0.0/8 sourcetype=aws:cloudwatchlogs:vpcflow earliest=-24h@h"))
        .isEqualTo(
            "(and (= src 10.0.0.0/8) (= sourcetype aws:cloudwatchlogs:vpcflow) (= earliest"
                + " -24h@h))");
    assertThat(search("url=http://x/?a=b<c port>=1024 x!=a* y<5"))
        .isEqualTo("(and (= url http://x/?a=b<c) (>= port 1024) (!= x a*) (< y 5))");
  }

  @Test
  void blanksMayStandAroundComparisons() {
    assertThat(search("a = 1 b != \"x y\" c>= 5"))
        .isEqualTo("(and (= a 1) (!= b \"x y\") (>= c 5))");
  }

  @Test
  void listsTakeValuesOfEveryForm() {
    assertThat(search("dest_port IN (22, 3389,1433)")).isEqualTo("(in dest_port [22 3389 1433])");
    assertThat(search("src IN(10.0.0.0/8, \"192.168.*\" , f*)"))
        .isEqualTo("(in src [10.0.0.0/8 \"192.168.*\" f*])");
    assertThat(search("src NOT IN (a)")).isEqualTo("(not (in src [a]))");
    assertThat(search("NOT src in (a)")).isEqualTo("(not (in src [a]))");
  }

  @Test
  void aListWithoutParenthesesIsTwoWords() {
    assertThat(search("working IN progress")).isEqualTo("(and working IN progress)");
  }

  @Test
  void directivesKeepWhatTheyHold() {
    assertThat(search("TERM(10.0.0.1) host=CASE(LOCALHOST) CASE(\"a (b)\")"))
        .isEqualTo("(and (term 10.0.0.1) (= host (case LOCALHOST)) (case a (b)))");
  }

  @Test
  void quotesTakeEscapes() {
    assertThat(search("\"a \\\"quoted\\\" | phrase\" path=\"C:\\\\Windows\\x\""))
        .isEqualTo("(and \"a \"quoted\" | phrase\" (= path \"C:\\Windows\\x\"))");
    assertThat(search("path=C:\\\\Windows\\\\*")).isEqualTo("(= path C:\\Windows\\*)");
  }

  @Test
  void anApostropheIsALetter() {
    assertThat(search("don't panic")).isEqualTo("(and don't panic)");
  }

  @Test
  void quotedFieldNamesAreFields() {
    assertThat(search("\"All Traffic.dest\"=x All_Traffic.src=y a{}.b=1"))
        .isEqualTo("(and (= All Traffic.dest x) (= All_Traffic.src y) (= a{}.b 1))");
  }

  @Test
  void commasBetweenTermsAreTolerated() {
    assertThat(search("a=1, b=2")).isEqualTo("(and (= a 1) (= b 2))");
  }

  @Test
  void macrosSubsearchesAndTokensAreRecognised() {
    assertThat(search("`cloudwatchlogs_vpcflow` action=blocked"))
        .isEqualTo("(and (macro cloudwatchlogs_vpcflow) (= action blocked))");
    assertThat(search("index=a [search index=b | fields src] src=[| makeresults]"))
        .isEqualTo(
            "(and (= index a) (subsearch (pipe (search (= index b)) (fields KEEP [src])))"
                + " (= src (subsearch (pipe (makeresults [])))))");
    assertThat(search("src=$src$ dest=$form.dest|s$"))
        .isEqualTo("(and (= src $src$) (= dest $form.dest|s$))");
  }

  @Test
  void commentsVanish() {
    assertThat(search("a=1 ```first | [comment \" ``` b=2")).isEqualTo("(and (= a 1) (= b 2))");
    assertThat(search("a=\"x ```not a comment``` y\""))
        .isEqualTo("(= a \"x ```not a comment``` y\")");
  }

  @Test
  void theWordSearchMayOpenTheText() {
    assertThat(search("search index=a")).isEqualTo("(= index a)");
    assertThat(search("| SEARCH index=a")).isEqualTo("(= index a)");
    assertThat(search("searching for it")).isEqualTo("(and searching for it)");
    assertThat(search("search=1")).isEqualTo("(= search 1)");
    assertThat(command("| search")).isEqualTo("(search everything)");
  }

  @Test
  void placesPointIntoTheWholeText() {
    String text = "index=\"\uD83D\uDD25 x\" action=ACCEPT | search port=22";
    Spl.Search tree = SplTrees.parse(text);
    SearchTerm.And and = (SearchTerm.And) ((Command.Search) tree.commands().getFirst()).term();
    assertThat(text.substring(and.terms().get(1).span().start(), and.terms().get(1).span().end()))
        .isEqualTo("action=ACCEPT");
    Command second = tree.commands().get(1);
    assertThat(text.substring(second.span().start(), second.span().end()))
        .isEqualTo("search port=22");
  }
}
