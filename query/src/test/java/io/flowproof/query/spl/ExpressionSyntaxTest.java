package io.flowproof.query.spl;

import static io.flowproof.query.spl.SplTrees.command;
import static io.flowproof.query.spl.SplTrees.expression;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpressionSyntaxTest {
  @Test
  void andBindsTighterThanOrAndOrTighterThanXor() {
    assertThat(expression("a=1 OR b=2 AND c=3")).isEqualTo("(or (= a 1) (and (= b 2) (= c 3)))");
    assertThat(expression("a=1 XOR b=2 OR c=3")).isEqualTo("(xor (= a 1) (or (= b 2) (= c 3)))");
    assertThat(expression("NOT a=1 AND b=2")).isEqualTo("(and (not (= a 1)) (= b 2))");
    assertThat(expression("(a=1 OR b=2) AND c=3")).isEqualTo("(and (or (= a 1) (= b 2)) (= c 3))");
  }

  @Test
  void operatorsAreTakenInAnyCase() {
    assertThat(expression("a=1 and not b=2 or c like \"x%\""))
        .isEqualTo("(or (and (= a 1) (not (= b 2))) (like c \"x%\"))");
  }

  @Test
  void oneAndTwoEqualSignsAreTheSame() {
    assertThat(expression("a==1")).isEqualTo(expression("a=1"));
  }

  @Test
  void arithmeticHasTheUsualPrecedence() {
    assertThat(expression("a+b*c-d/e%f")).isEqualTo("(- (+ a (* b c)) (% (/ d e) f))");
    assertThat(expression("-a*-2 > (b+c)*3")).isEqualTo("(> (* (neg a) (neg 2)) (* (+ b c) 3))");
    assertThat(expression("a-b-c")).isEqualTo("(- (- a b) c)");
    assertThat(expression("a-(b-c)")).isEqualTo("(- a (- b c))");
  }

  @Test
  void aDotConcatenates() {
    assertThat(expression("src.\":\".port=\"x\"")).isEqualTo("(= (. (. src \":\") port) \"x\")");
    assertThat(expression("x=1.5 OR x=.5 OR x=1e3"))
        .isEqualTo("(or (= x 1.5) (= x 0.5) (= x 1e3))");
  }

  @Test
  void quotesTellFieldsFromStrings() {
    assertThat(expression("'src ip'=\"10.0.0.1\" AND 'it\\'s'=null"))
        .isEqualTo("(and (= src ip \"10.0.0.1\") (= it's null))");
    assertThat(expression("match(x, \"^\\d+\\\"$\")")).isEqualTo("(match() x \"^\\d+\"$\")");
  }

  @Test
  void listsAndTheirFunctionAreBothUnderstood() {
    assertThat(expression("x IN (1, \"a\", y)")).isEqualTo("(in x [1 \"a\" y])");
    assertThat(expression("in(x, 1, 2)")).isEqualTo("(in() x 1 2)");
    assertThat(expression("NOT in(x, 1)")).isEqualTo("(not (in() x 1))");
    assertThat(expression("x NOT IN (1)")).isEqualTo("(not (in x [1]))");
    assertThat(expression("like(x, \"a%\") OR x LIKE \"b%\""))
        .isEqualTo("(or (like() x \"a%\") (like x \"b%\"))");
  }

  @Test
  void callsNest() {
    assertThat(expression("if(isnull(a), now(), coalesce(b, \"x\")) > 1"))
        .isEqualTo("(> (if() (isnull() a) (now()) (coalesce() b \"x\")) 1)");
  }

  @Test
  void tokensMacrosAndSubsearchesAreRecognised() {
    assertThat(expression("x>$limit$ AND `m(1, \"|\")` AND y=[| makeresults]"))
        .isEqualTo(
            "(and (> x (token limit)) (macro m(1, \"|\")) (= y (subsearch (pipe (makeresults"
                + " [])))))");
  }

  @Test
  void evalAssignsSeveralFields() {
    assertThat(command("| eval a=1, 'b c'=a+1, \"d\"=\"x|y\", e.f=if(a=1, 2, 3)"))
        .isEqualTo(
            "(eval [(assignment a 1) (assignment b c (+ a 1)) (assignment d \"x|y\")"
                + " (assignment e.f (if() (= a 1) 2 3))])");
  }
}
