package io.flowproof.query.spl;

import io.flowproof.core.source.Span;

/** A value in a search: what a field is compared with, or what an event must hold. */
public sealed interface SearchValue extends Spl {

  /**
   * A literal.
   *
   * @param text without quotes and escapes; {@code *} is a wildcard in every form
   */
  record Literal(String text, Form form, Span span) implements SearchValue {
    /** How a literal is written. */
    public enum Form {
      /** Without quotes. */
      BARE,
      /** In double quotes. */
      QUOTED,
      /** {@code CASE(...)}: case-sensitive. */
      CASE,
      /** {@code TERM(...)}: one indexed term. */
      TERM
    }
  }

  /** A search in brackets, whose result becomes the value. */
  record Subsearch(Spl.Search search, Span span) implements SearchValue {}

  /** A macro call in the place of a value. */
  record Macro(MacroCall call, Span span) implements SearchValue {}
}
