package io.flowproof.flowlog.decode;

/**
 * Why a token or a line cannot be read.
 *
 * @param kind the kind of reason
 * @param reason the reason in words
 */
record Problem(RejectKind kind, String reason) {}
