package io.flowproof.evidence.custody;

/**
 * What a collection came to.
 *
 * @param collection its number in the case
 * @param kept objects that are new in the case
 * @param keptBytes their bytes
 * @param already objects that were in the case before
 * @param problems how many were written down
 * @param complete whether everything that was asked for was looked at
 * @param head the hash of the log's last entry
 */
public record CollectionTotals(
    long collection,
    long kept,
    long keptBytes,
    long already,
    long problems,
    boolean complete,
    String head) {}
