package io.flowproof.engine.duckdb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.engine.api.EngineException;
import java.util.List;

/**
 * Looks at SQL that a user wrote before it runs: one SELECT over the engine's tables, and nothing
 * in it that reaches further. DuckDB's own parser reads the text, so that what is looked at is what
 * runs. The engine is closed off all the same; this is the first of two walls, and the one that
 * explains itself.
 */
public final class SelectOnly {
  private static final String ALLOWED = "--sql takes one SELECT over the tables of the logs";

  /** Beyond these DuckDB's parser or planner takes minutes, which nothing can interrupt. */
  private static final int MOST_CHARACTERS = 100_000;

  private static final int MOST_OPEN_BRACKETS = 200;

  private static final int DEEPEST = 2_000;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(DEEPEST)
                      .maxStringLength(Integer.MAX_VALUE)
                      .build())
              .build());

  private SelectOnly() {}

  /**
   * Checks a text.
   *
   * @param sql what the user wrote
   * @param engine the engine that it would run on, whose tables it may use
   * @throws InvalidQueryException if it must not run, with every reason and its place
   */
  public static void check(SourceText sql, DuckDbEngine engine) {
    Diagnostics diagnostics = new Diagnostics(sql);
    if (sql.text().length() > MOST_CHARACTERS) {
      diagnostics.error(
          ErrorCode.TOO_LARGE,
          new Span(0, 1),
          "The query has %d characters".formatted(sql.text().length()),
          "at most %d".formatted(MOST_CHARACTERS));
    } else if (sql.text().indexOf('\0') >= 0) {
      int at = sql.text().indexOf('\0');
      diagnostics.error(ErrorCode.SYNTAX, new Span(at, at + 1), "The query holds a NUL character");
    } else if (deepestBracket(sql.text()) >= 0) {
      int at = deepestBracket(sql.text());
      diagnostics.error(
          ErrorCode.TOO_LARGE,
          new Span(at, at + 1),
          "The query is nested too deeply",
          "at most %d brackets inside each other".formatted(MOST_OPEN_BRACKETS));
    } else {
      checkTree(sql, engine, diagnostics);
    }
    diagnostics.throwIfAny();
  }

  /** Where a bracket opens that is one too many, or -1. What stands in quotes is no bracket. */
  private static int deepestBracket(String text) {
    int open = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"') {
        quote = quote == 0 ? c : quote == c ? 0 : quote;
      } else if (quote == 0 && "([{".indexOf(c) >= 0 && ++open > MOST_OPEN_BRACKETS) {
        return i;
      } else if (")]}".indexOf(c) >= 0 && quote == 0 && open > 0) {
        open--;
      }
    }
    return -1;
  }

  private static void checkTree(SourceText sql, DuckDbEngine engine, Diagnostics diagnostics) {
    try {
      JsonNode tree = parsed(sql, engine);
      if (tree.path("error").asBoolean()) {
        refuse(tree, diagnostics);
        return;
      }
      JsonNode statements = tree.path("statements");
      if (statements.size() != 1) {
        diagnostics.error(
            statements.isEmpty() ? ErrorCode.SYNTAX : ErrorCode.FORBIDDEN,
            new Span(0, sql.text().length()),
            statements.isEmpty()
                ? "There is no statement"
                : "There are %d statements".formatted(statements.size()),
            ALLOWED);
        return;
      }
      new SqlTree(tables(engine), diagnostics).check(statements.get(0).path("node"));
    } catch (StreamConstraintsException e) {
      diagnostics.error(
          ErrorCode.TOO_LARGE,
          new Span(0, sql.text().length()),
          "The query is nested too deeply",
          "use WITH and fewer levels");
    } catch (JsonProcessingException e) {
      throw new EngineException(
          ErrorCode.INTERNAL, "DuckDB's form of a syntax tree is not understood", e);
    }
  }

  private static JsonNode parsed(SourceText sql, DuckDbEngine engine)
      throws JsonProcessingException {
    List<?> row =
        engine
            .all("SELECT CAST(json_serialize_sql(" + Ddl.literal(sql.text()) + ") AS VARCHAR)")
            .getFirst();
    return JSON.readTree(String.valueOf(row.getFirst()));
  }

  private static List<String> tables(DuckDbEngine engine) {
    return engine
        .all(
            """
            SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT contains(table_name, '$')
            UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal
            ORDER BY 1""")
        .stream()
        .map(row -> String.valueOf(row.getFirst()))
        .toList();
  }

  private static void refuse(JsonNode error, Diagnostics diagnostics) {
    String message = error.path("error_message").asText();
    if (!error.path("error_type").asText().equals("parser")) {
      diagnostics.error(
          ErrorCode.FORBIDDEN,
          firstWord(diagnostics.source().text()),
          "This is not a SELECT statement",
          ALLOWED);
      return;
    }
    boolean deep = message.startsWith("Max expression depth");
    int at = SqlTree.index(diagnostics.source().text(), error.path("position").asLong(0));
    diagnostics.error(
        deep ? ErrorCode.TOO_LARGE : ErrorCode.SYNTAX,
        new Span(at, Math.min(at + 1, diagnostics.source().text().length())),
        deep
            ? "The query is nested too deeply"
            : Character.toUpperCase(message.charAt(0)) + message.substring(1));
  }

  /** The first word that is not in a comment. */
  private static Span firstWord(String text) {
    int start = 0;
    while (start < text.length()) {
      if (text.startsWith("--", start)) {
        int end = text.indexOf('\n', start);
        start = end < 0 ? text.length() : end;
      } else if (text.startsWith("/*", start)) {
        int end = text.indexOf("*/", start);
        start = end < 0 ? text.length() : end + 2;
      } else if (Character.isLetter(text.charAt(start))) {
        break;
      } else {
        start++;
      }
    }
    int end = start;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return new Span(start, end);
  }
}
