package io.flowproof.flowlog.decode;

import org.jspecify.annotations.Nullable;

/**
 * A line that is no record, and why.
 *
 * @param object the object it stands in
 * @param line the physical line, a header in the first line being line 1; in JSON the event's
 *     index, from 1
 * @param token which token is wrong, from 1, or 0 where it is not one token
 * @param field the field that the token belongs to, or null
 * @param value the token, shortened when long, or null
 * @param kind the kind of reason
 * @param reason the reason in words
 * @param text the line, shortened when long, with bytes that cannot be printed as {@code \x00}
 */
public record Reject(
    String object,
    long line,
    int token,
    @Nullable String field,
    @Nullable String value,
    RejectKind kind,
    String reason,
    String text) {}
