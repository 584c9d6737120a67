package io.flowproof.query;

import io.flowproof.core.source.Span;
import org.apache.calcite.rel.RelNode;

/**
 * A limit that the SIEM applies in silence and that is said here when it cuts: run {@code counted},
 * whose one row and column is a number of rows, and show the message if that is over {@code limit}.
 *
 * @param span the place in the query
 * @param counted the plan that counts the rows before the limit
 * @param limit the SIEM's limit
 * @param message one sentence for when it cuts
 */
public record LimitCheck(Span span, RelNode counted, long limit, String message) {}
