package io.flowproof.evidence.custody;

import java.util.List;

/**
 * What was found when a case was checked.
 *
 * @param record what the log says
 * @param objects how many objects were read and compared
 * @param bytes how many bytes of them
 * @param problems everything that does not hold
 * @param seals every seal, in order
 * @param status all of it in one word
 */
public record Verification(
    CustodyRecord record,
    long objects,
    long bytes,
    List<CustodyProblem> problems,
    List<CheckedSeal> seals,
    Status status) {

  /**
   * A seal whose signature holds.
   *
   * @param seal the seal
   * @param entry the entry that says it was made
   * @param trusted whether its key is one that the reader trusts
   */
  public record CheckedSeal(Seal seal, long entry, boolean trusted) {}

  /** What a case is worth. */
  public enum Status {
    /** Nothing was changed, and a trusted key sealed every object. */
    VALID,
    /** Nothing was changed; objects were added after the last seal of a trusted key. */
    PARTLY_SEALED,
    /** Nothing was changed; it is sealed, by keys that the reader did not name. */
    SIGNER_UNKNOWN,
    /** Nothing was changed, as far as a log can say that nobody signed. */
    NOT_SEALED,
    /** Something was changed. */
    DAMAGED
  }

  /** How many entries, from the first on, a trusted seal covers. */
  public long trustedEntries() {
    return trustedEntries(seals);
  }

  static long trustedEntries(List<CheckedSeal> seals) {
    return seals.stream()
        .filter(CheckedSeal::trusted)
        .mapToLong(s -> s.seal().entries())
        .max()
        .orElse(0);
  }
}
