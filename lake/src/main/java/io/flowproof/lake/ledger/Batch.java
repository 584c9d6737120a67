package io.flowproof.lake.ledger;

import java.util.Locale;

/**
 * Work that is done as a whole or not at all: raw objects that are taken in together, or files that
 * are compacted.
 *
 * @param id from the hashes of what it is made of
 * @param operation what is done
 * @param state how far it has come
 */
public record Batch(String id, Operation operation, State state) {

  private static final int NAME_LENGTH = 16;

  /** The name of the file of that number among those that a batch of that id writes. */
  public static String file(String id, int number) {
    return "%s-%05d.parquet".formatted(id.substring(0, NAME_LENGTH), number);
  }

  /** What a batch does. */
  public enum Operation {
    /** It takes raw objects in. */
    INGEST,
    /** It puts files together; rows stay as they are. */
    COMPACT;

    /** The name in the ledger: lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Operation of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

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
