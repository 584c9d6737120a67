package io.flowproof.query;

import io.flowproof.core.source.Span;

/**
 * Something that the reader of a result must know although the query is right: a limit that the
 * SIEM applies, a field that its add-on does not extract.
 *
 * @param span the place in the query
 * @param message one sentence
 */
public record Notice(Span span, String message) {}
