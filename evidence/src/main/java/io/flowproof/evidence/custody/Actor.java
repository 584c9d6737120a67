package io.flowproof.evidence.custody;

import java.time.Clock;

/**
 * Who acts on a case, and with what.
 *
 * @param operator the person or the account, as {@code user@host}
 * @param tool name and version of the program
 * @param clock what the times of the log are read from
 */
public record Actor(String operator, String tool, Clock clock) {}
