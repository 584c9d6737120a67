package io.flowproof.query.algebra;

import java.util.List;

/** A dialect that says templates, which are written in DuckDB's SQL, in SQL of its own. */
public interface TemplateDialect {
  /**
   * The template's meaning there.
   *
   * @param arguments its arguments, in this dialect's SQL
   * @throws RuntimeException where the engine has no form of it
   */
  String text(String template, List<String> arguments);
}
