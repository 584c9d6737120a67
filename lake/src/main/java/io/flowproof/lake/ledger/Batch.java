package io.flowproof.lake.ledger;

import java.util.Locale;

/**
 * Work that is done as a whole or not at all: raw objects that are taken in together, or files that
 * are compacted.
 *
 * @param id from the hashes of what it is made of
 * @param state how far it has come
 */
public record Batch(String id, State state) {

  /** How far a batch has come. */
  public enum State {
    /** Its files may be there or not: it is given up when its writer is gone. */
    PLANNED,
    /** Its files are there; it may be in some tables: it is brought into the others. */
    WRITTEN,
    /** It is in every table. */
    DONE;

    static State of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }
}
