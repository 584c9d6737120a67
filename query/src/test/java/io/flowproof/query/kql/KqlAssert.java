package io.flowproof.query.kql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;

/** What a text parses to; every look at a tree also prints it and parses that again. */
record KqlAssert(String text) {

  static KqlAssert kql(String text) {
    return new KqlAssert(text);
  }

  /** The tree of the stage, or of the whole when there is one, is this line. */
  void hasTree(String expected) {
    assertThat(body(roundTripped())).isEqualTo(expected);
  }

  /** The one expression of a {@code print} has this tree. */
  void meansValue(String expected) {
    assertThat(body(new KqlAssert("print " + text).roundTripped()))
        .isEqualTo("(print (" + expected + "))");
  }

  void printsAs(String expected) {
    roundTripped();
    assertThat(KqlPrinter.print(parse(text))).isEqualTo(expected);
  }

  /** The whole message, carets included. */
  void fails(String expected) {
    InvalidQueryException e = catchThrowableOfType(InvalidQueryException.class, () -> parse(text));
    assertThat(e).as(text).isNotNull();
    assertThat(e.getMessage()).isEqualTo(expected.stripTrailing());
  }

  String roundTripped() {
    Kql.Query query = parse(text);
    String printed = KqlPrinter.print(query);
    assertThat(KqlTree.of(parse(printed))).as(printed).isEqualTo(KqlTree.of(query));
    return KqlTree.of(query);
  }

  private static String body(String tree) {
    String pipeline = "(query ((tabular-statement (pipeline (";
    String body =
        tree.startsWith(pipeline) ? tree.substring(pipeline.length(), tree.length() - 5) : tree;
    return body.startsWith("(read T) ") ? body.substring(9) : body;
  }

  static Kql.Query parse(String text) {
    return KqlParser.parse(new SourceText("q", text));
  }
}
