package io.flowproof.lake.ledger;

/**
 * A raw object that a lake holds the lines of.
 *
 * @param sourceId its number, which its rows carry as {@code source_id}
 * @param uri where it lay when it was read
 * @param bytes its size
 * @param sha256 its SHA-256 in lower-case hex
 */
public record RawObject(int sourceId, String uri, long bytes, String sha256) {}
