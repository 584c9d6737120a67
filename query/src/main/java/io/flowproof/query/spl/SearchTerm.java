package io.flowproof.query.spl;

import io.flowproof.core.source.Span;
import java.util.List;

/** A term of a search. Parentheses leave no trace but the shape of the tree. */
public sealed interface SearchTerm extends Spl {

  /** No restriction: an empty search, or an empty pair of parentheses. */
  record Everything(Span span) implements SearchTerm {}

  /** All of at least two terms; the operator may be left out in the text. */
  record And(List<SearchTerm> terms, Span span) implements SearchTerm {
    /** Copies the list. */
    public And {
      terms = List.copyOf(terms);
    }
  }

  /** One of at least two terms; binds tighter than AND. */
  record Or(List<SearchTerm> terms, Span span) implements SearchTerm {
    /** Copies the list. */
    public Or {
      terms = List.copyOf(terms);
    }
  }

  /** Everything that the term does not match, events without the field included. */
  record Not(SearchTerm term, Span span) implements SearchTerm {}

  /** A word or phrase that the event itself must hold. */
  record Keyword(SearchValue.Literal value, Span span) implements SearchTerm {}

  /** A field compared with a literal; the right side is never a field. */
  record Comparison(FieldName field, Comparator comparator, SearchValue value, Span span)
      implements SearchTerm {}

  /** {@code field IN (values)}, with wildcards and CIDR. */
  record In(FieldName field, List<SearchValue> values, Span span) implements SearchTerm {
    /** Copies the list. */
    public In {
      values = List.copyOf(values);
    }
  }

  /** A search in brackets, whose result becomes a condition. */
  record Subsearch(Spl.Search search, Span span) implements SearchTerm {}

  /** A macro call in the place of terms. */
  record Macro(MacroCall call, Span span) implements SearchTerm {}
}
