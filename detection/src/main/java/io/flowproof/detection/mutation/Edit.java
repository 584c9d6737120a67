package io.flowproof.detection.mutation;

import io.flowproof.core.source.Span;
import io.flowproof.detection.proof.Robustness.Kind;

/**
 * A node of a syntax tree with one thing changed.
 *
 * @param kind what kind of change
 * @param span where it is in the text
 * @param before what stood there, or a word for what goes
 * @param after what stands there now
 * @param node takes the place of the node that was looked at
 */
record Edit(Kind kind, Span span, String before, String after, Record node) {
  /** The same change seen from a node further up. */
  Edit in(Record parent) {
    return new Edit(kind, span, before, after, parent);
  }

  /** What changed, in one line. */
  String text() {
    return (before + " → " + after).replaceAll("\\s+", " ");
  }
}
