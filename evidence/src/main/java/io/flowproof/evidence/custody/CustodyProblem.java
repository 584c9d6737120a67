package io.flowproof.evidence.custody;

/**
 * Something that does not hold in a case.
 *
 * @param kind what sort of thing
 * @param where the file or the entry
 * @param message the whole sentence, with what was expected and what was found
 */
public record CustodyProblem(Kind kind, String where, String message) {

  /** Sorts of problems. */
  public enum Kind {
    /** A line of the log is no entry, or does not fit the one before it. */
    CHAIN,
    /** An object has other bytes than when it was kept. */
    CHANGED,
    /** An object is gone. */
    MISSING,
    /** A file lies among the objects that the log does not know. */
    ADDED,
    /** A seal does not belong to this log, or its signature is wrong. */
    SEAL
  }
}
