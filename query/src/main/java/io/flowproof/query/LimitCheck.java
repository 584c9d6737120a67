package io.flowproof.query;

import io.flowproof.core.source.Span;
import org.apache.calcite.rel.RelNode;

/**
 * Something about the rows that must be said when it is so: run {@code counted}, whose one row and
 * column is a number of rows, and show the message if that is over {@code limit}. Most are limits
 * that the SIEM applies in silence.
 *
 * @param span the place in the query
 * @param counted the plan that counts the rows, before the limit for one
 * @param limit the SIEM's limit, or how many rows are nothing to speak of
 * @param message one sentence for when there are more
 */
public record LimitCheck(Span span, RelNode counted, long limit, String message) {}
