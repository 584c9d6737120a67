package io.flowproof.query.kql;

import io.flowproof.query.kql.grammar.KqlTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * The stretch of tokens that one syntax error spoils: the stage, statement, or inside of brackets
 * it lies in. One token in its place lets the rest be parsed, so that two broken stages give two
 * messages and neither gives three.
 *
 * @param from index of the first spoilt token
 * @param to index after the last
 */
record BrokenStretch(int from, int to) {

  /** True when an error at {@code at} only follows from one that was reported already. */
  static boolean touches(List<Token> tokens, int at) {
    return isBroken(tokens, at) || isBroken(tokens, at - 1);
  }

  /** The tokens with the stretch round {@code at} replaced, or nothing when all are spoilt. */
  static Optional<List<Token>> replace(List<Token> tokens, int at) {
    BrokenStretch stretch = around(tokens, at);
    while (stretch.to - stretch.from == 1 && isBroken(tokens, stretch.from)) {
      if (stretch.from == 0) {
        return Optional.empty();
      }
      BrokenStretch wider = around(tokens, stretch.from - 1);
      if (wider.from >= stretch.from) {
        return Optional.empty();
      }
      stretch = new BrokenStretch(wider.from, Math.max(wider.to, stretch.to));
    }
    List<Token> shorter = new ArrayList<>(tokens.subList(0, stretch.from));
    CommonToken broken = new CommonToken(tokens.get(Math.min(stretch.from, tokens.size() - 1)));
    broken.setType(KqlTokens.BROKEN);
    shorter.add(broken);
    shorter.addAll(tokens.subList(stretch.to, tokens.size()));
    return Optional.of(shorter);
  }

  private static BrokenStretch around(List<Token> tokens, int at) {
    int from = at;
    for (int depth = 0; from > 0; from--) {
      int type = tokens.get(from - 1).getType();
      if (depth == 0 && (isSeparator(type) || TokenCheck.isOpening(type))) {
        break;
      }
      depth += TokenCheck.isClosing(type) ? 1 : TokenCheck.isOpening(type) ? -1 : 0;
    }
    from = afterLet(tokens, from, at);
    int to = at;
    for (int depth = 0; to < tokens.size() - 1; to++) {
      int type = tokens.get(to).getType();
      if (depth == 0 && (isSeparator(type) || TokenCheck.isClosing(type))) {
        break;
      }
      depth += TokenCheck.isOpening(type) ? 1 : TokenCheck.isClosing(type) ? -1 : 0;
    }
    return new BrokenStretch(from, to);
  }

  /** A let whose value is spoilt still has its name. */
  private static int afterLet(List<Token> tokens, int from, int at) {
    boolean named =
        at >= from + 3
            && tokens.get(from).getType() == KqlTokens.LET
            && SyntaxMessages.isName(tokens.get(from + 1).getType())
            && tokens.get(from + 2).getType() == KqlTokens.ASSIGN;
    return named ? from + 3 : from;
  }

  private static boolean isSeparator(int type) {
    return type == KqlTokens.PIPE || type == KqlTokens.SEMICOLON;
  }

  private static boolean isBroken(List<Token> tokens, int at) {
    return at >= 0 && tokens.get(at).getType() == KqlTokens.BROKEN;
  }
}
