package io.flowproof.query.sql.template;

import io.flowproof.query.sql.template.Term.Branch;
import io.flowproof.query.sql.template.Term.Over;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of DuckDB's expressions that templates are written in. Operators bind as they do
 * there: {@code ||} and the operators of bits weaker than arithmetic, stronger than comparisons.
 */
final class TemplateReader {
  private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", ">", "<=", ">=");
  private static final Set<String> OTHERS = Set.of("||", "&", "|", "<<", ">>", "->>");
  private static final List<Set<String>> ARITHMETIC =
      List.of(OTHERS, Set.of("+", "-"), Set.of("*", "/", "//", "%"));

  private final TemplateTokens tokens;
  private final List<String> arguments;

  private TemplateReader(String template, List<String> arguments) {
    this.tokens = new TemplateTokens(template);
    this.arguments = arguments;
  }

  /** The template, its arguments in their places. */
  static Term read(String template, List<String> arguments) {
    TemplateReader reader = new TemplateReader(template, arguments);
    Term term = reader.term();
    reader.tokens.end();
    return term;
  }

  private Term term() {
    Term left = conjunction();
    while (tokens.skip("OR")) {
      left = new Term.Binary("OR", left, conjunction());
    }
    return left;
  }

  private Term conjunction() {
    Term left = negation();
    while (tokens.skip("AND")) {
      left = new Term.Binary("AND", left, negation());
    }
    return left;
  }

  private Term negation() {
    return tokens.skip("NOT") ? new Term.Prefix("NOT", negation()) : comparison();
  }

  private Term comparison() {
    Term left = operation(0);
    while (true) {
      if (COMPARISONS.contains(tokens.peek())) {
        left = new Term.Binary(tokens.next(), left, operation(0));
      } else if (tokens.skip("IS")) {
        left = is(left);
      } else if (tokens.is("NOT") || tokens.is("IN") || tokens.is("LIKE")) {
        left = membership(left, tokens.skip("NOT"));
      } else if (tokens.skip("BETWEEN")) {
        Term low = operation(0);
        tokens.expect("AND");
        left = new Term.Between(left, low, operation(0));
      } else {
        return left;
      }
    }
  }

  private Term is(Term left) {
    boolean negated = tokens.skip("NOT");
    if (tokens.skip("NULL")) {
      return new Term.IsNull(left, negated);
    }
    tokens.expect("DISTINCT");
    tokens.expect("FROM");
    String operator = negated ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM";
    return new Term.Binary(operator, left, operation(0));
  }

  private Term membership(Term left, boolean negated) {
    if (tokens.skip("LIKE")) {
      Term pattern = operation(0);
      return new Term.Like(left, pattern, tokens.skip("ESCAPE") ? operation(0) : null, negated);
    }
    tokens.expect("IN");
    tokens.expect("(");
    return new Term.In(left, terms(")"), negated);
  }

  private Term operation(int level) {
    if (level == ARITHMETIC.size()) {
      return signed();
    }
    Term left = operation(level + 1);
    while (ARITHMETIC.get(level).contains(tokens.peek())) {
      left = new Term.Binary(tokens.next(), left, operation(level + 1));
    }
    return left;
  }

  private Term signed() {
    return tokens.skip("-") ? new Term.Prefix("-", signed()) : postfix(primary());
  }

  private Term postfix(Term start) {
    Term term = start;
    while (true) {
      if (tokens.skip("::")) {
        term = new Term.Cast(term, type(), false);
      } else if (tokens.skip("[")) {
        Term first = term();
        term = tokens.skip(":") ? new Term.Slice(term, first, term()) : new Term.At(term, first);
        tokens.expect("]");
      } else {
        return term;
      }
    }
  }

  private Term primary() {
    if (tokens.skip("(")) {
      Term inner = term();
      tokens.expect(")");
      return inner;
    }
    if (tokens.skip("[")) {
      return new Term.Items(terms("]"));
    }
    if (tokens.skip("CASE")) {
      return choice();
    }
    if (tokens.is("CAST") || tokens.is("TRY_CAST")) {
      return cast(tokens.next().equalsIgnoreCase("TRY_CAST"));
    }
    if (tokens.skip("lambda")) {
      return lambda();
    }
    String token = tokens.next();
    char first = token.charAt(0);
    if (first == '{') {
      return new Term.Argument(argument(token));
    }
    if (first == '\'' || first == '"' || Character.isDigit(first)) {
      return new Term.Plain(token);
    }
    if (token.equals("TIMESTAMP")) {
      return new Term.Plain("TIMESTAMP " + tokens.next());
    }
    return tokens.skip("(") ? call(token.toLowerCase(Locale.ROOT)) : new Term.Name(token);
  }

  private String argument(String token) {
    return arguments.get(Integer.parseInt(token.substring(1, token.length() - 1)));
  }

  private Term cast(boolean lenient) {
    tokens.expect("(");
    Term term = term();
    tokens.expect("AS");
    String type = type();
    tokens.expect(")");
    return new Term.Cast(term, type, lenient);
  }

  /** Such as {@code DECIMAL(38, 9)} or {@code VARCHAR[]}. */
  private String type() {
    StringBuilder type = new StringBuilder(tokens.next());
    if (tokens.skip("(")) {
      type.append('(');
      while (!tokens.skip(")")) {
        type.append(tokens.next());
      }
      type.append(')');
    }
    while (tokens.is("[") && tokens.isAfter("]")) {
      tokens.next();
      tokens.next();
      type.append("[]");
    }
    return type.toString();
  }

  private Term lambda() {
    List<String> parameters = new ArrayList<>();
    do {
      parameters.add(tokens.next());
    } while (tokens.skip(","));
    tokens.expect(":");
    return new Term.Lambda(List.copyOf(parameters), term());
  }

  private Term choice() {
    Term subject = tokens.is("WHEN") ? null : term();
    List<Branch> branches = new ArrayList<>();
    while (tokens.skip("WHEN")) {
      Term when = term();
      tokens.expect("THEN");
      branches.add(new Branch(when, term()));
    }
    Term otherwise = tokens.skip("ELSE") ? term() : null;
    tokens.expect("END");
    return new Term.Case(subject, List.copyOf(branches), otherwise);
  }

  private Term call(String name) {
    boolean distinct = tokens.skip("DISTINCT");
    List<Term> given = new ArrayList<>();
    List<Term.Key> order = List.of();
    boolean ignoreNulls = false;
    while (!tokens.skip(")")) {
      if (tokens.skip("ORDER")) {
        order = keys();
      } else if (tokens.skip("IGNORE")) {
        tokens.expect("NULLS");
        ignoreNulls = true;
      } else if (tokens.skip("{*}")) {
        arguments.forEach(argument -> given.add(new Term.Argument(argument)));
      } else {
        given.add(tokens.skip("*") ? new Term.Name("*") : term());
      }
      tokens.skip(",");
    }
    Term filter = null;
    if (tokens.skip("FILTER")) {
      tokens.expect("(");
      tokens.expect("WHERE");
      filter = term();
      tokens.expect(")");
    }
    Over over = tokens.skip("OVER") ? over() : null;
    return new Term.Call(name, distinct, List.copyOf(given), order, ignoreNulls, filter, over);
  }

  private Over over() {
    tokens.expect("(");
    List<Term> partition = new ArrayList<>();
    if (tokens.skip("PARTITION")) {
      tokens.expect("BY");
      do {
        partition.add(term());
      } while (tokens.skip(","));
    }
    List<Term.Key> order = tokens.skip("ORDER") ? keys() : List.of();
    List<String> frame = new ArrayList<>();
    while (!tokens.skip(")")) {
      frame.add(tokens.next());
    }
    return new Over(List.copyOf(partition), order, String.join(" ", frame));
  }

  private List<Term.Key> keys() {
    tokens.expect("BY");
    List<Term.Key> keys = new ArrayList<>();
    do {
      Term term = term();
      boolean descending = tokens.skip("DESC");
      Boolean nullsFirst = nulls();
      // Without a word nulls come last in DuckDB, whichever the direction.
      keys.add(new Term.Key(term, descending, nullsFirst != null && nullsFirst));
    } while (tokens.skip(","));
    return List.copyOf(keys);
  }

  private @Nullable Boolean nulls() {
    if (!tokens.skip("NULLS")) {
      return null;
    }
    Map<String, Boolean> words = Map.of("FIRST", true, "LAST", false);
    return words.get(tokens.next());
  }

  private List<Term> terms(String close) {
    List<Term> terms = new ArrayList<>();
    while (!tokens.skip(close)) {
      if (tokens.skip("{*}")) {
        arguments.forEach(argument -> terms.add(new Term.Argument(argument)));
      } else {
        terms.add(term());
      }
      tokens.skip(",");
    }
    return List.copyOf(terms);
  }
}
