package io.flowproof.query.kql;

import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.KqlExpression.Name;
import java.util.ArrayList;
import java.util.List;

/**
 * A function that is saved beside the queries, as a workspace keeps functions.
 *
 * @param name what queries call it
 * @param source the text that its spans point into
 * @param function its parameters and its body
 */
public record SavedFunction(String name, SourceText source, Kql.LetFunction function) {

  /**
   * The functions of a file. A file of lets gives each function that it defines, and those may use
   * the lets before them. A file that ends in a query gives one function without parameters, named
   * after the file, whose rows are the query's: the form in which Sentinel shows a saved function.
   *
   * @param name the file's name without its end
   * @throws InvalidQueryException for a text that does not parse, holds a management command such
   *     as {@code .create-or-alter function}, or defines no function
   */
  public static List<SavedFunction> parse(String name, SourceText source) {
    Kql.Query query = KqlParser.parse(source);
    if (query.statements().getLast() instanceof Kql.TabularStatement) {
      Kql.LetFunction whole =
          new Kql.LetFunction(
              query.span(), new Name(Span.at(0), name), false, List.of(), query.statements());
      return List.of(new SavedFunction(name, source, whole));
    }
    List<SavedFunction> functions = new ArrayList<>();
    List<Kql.Statement> before = new ArrayList<>();
    for (Kql.Statement statement : query.statements()) {
      if (statement instanceof Kql.LetFunction let) {
        List<Kql.Statement> body = new ArrayList<>(before);
        body.addAll(let.body());
        functions.add(
            new SavedFunction(
                let.name().text(),
                source,
                new Kql.LetFunction(let.span(), let.name(), let.view(), let.parameters(), body)));
      }
      before.add(statement);
    }
    if (functions.isEmpty()) {
      throw new InvalidQueryException(
          source,
          List.of(
              new Diagnostic(
                  ErrorCode.SYNTAX,
                  query.span(),
                  "The file defines no function",
                  "let name = (…) { … }; or a query, which is named after the file")));
    }
    return List.copyOf(functions);
  }
}
