package io.flowproof.query.spl;

import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Trees in tests: parsed with the round trip checked, compared without places, printed flat. */
final class SplTrees {
  private SplTrees() {}

  /** Parses {@code text}, and checks that printing and parsing again gives the same tree. */
  static Spl.Search parse(String text) {
    Spl.Search tree = SplParser.parse(new SourceText("<spl>", text));
    String printed = SplPrinter.print(tree);
    Spl.Search again;
    try {
      again = SplParser.parse(new SourceText("<printed>", printed));
    } catch (RuntimeException e) {
      throw new AssertionError("Cannot be parsed again: " + printed, e);
    }
    if (!withoutPlaces(again).equals(withoutPlaces(tree))) {
      throw new AssertionError(
          "Another tree after printing as: %s%n%s%n%s".formatted(printed, tree, again));
    }
    return tree;
  }

  /** The s-expression of the only command of {@code text}. */
  static String command(String text) {
    return sexp(parse(text).commands().getFirst());
  }

  /** The s-expression of an expression. */
  static String expression(String text) {
    return sexp(((Command.Where) parse("| where " + text).commands().getFirst()).condition());
  }

  /** The s-expression of the terms of a search. */
  static String search(String text) {
    return sexp(((Command.Search) parse(text).commands().getFirst()).term());
  }

  /** The tree with every place set to 0. */
  static Object withoutPlaces(Object node) {
    return switch (node) {
      case Span _ -> Span.at(0);
      case List<?> list -> list.stream().map(SplTrees::withoutPlaces).toList();
      case Record record -> copy(record);
      case null, default -> node;
    };
  }

  private static Object copy(Record record) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    try {
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = withoutPlaces(components[i].getAccessor().invoke(record));
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return record.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** A node as {@code (operator operand ...)}. */
  static String sexp(Spl node) {
    return SplTree.print(node);
  }
}
