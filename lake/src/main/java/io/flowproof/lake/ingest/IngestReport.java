package io.flowproof.lake.ingest;

import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.flowlog.decode.SkippedFile;
import java.util.List;

/**
 * What an ingest did.
 *
 * @param added the accounts of the objects whose lines are in the lake now
 * @param left how many objects were left for the next run, because this one was stopped
 * @param unchanged how many objects were there already
 * @param duplicates objects whose bytes are there under another name; their lines were not added
 * @param changed objects whose name is there with other bytes: evidence was overwritten
 * @param unreadable objects that could not be read
 * @param skipped files that are no flow logs
 */
public record IngestReport(
    List<ObjectAccount> added,
    int left,
    int unchanged,
    List<Duplicate> duplicates,
    List<Changed> changed,
    List<Unreadable> unreadable,
    List<SkippedFile> skipped) {

  /** An object that has the same bytes as another. */
  public record Duplicate(String object, String same) {}

  /** An object whose bytes are not those that were read under its name before. */
  public record Changed(String object, String before, String now) {}

  /** An object that could not be read, and why. */
  public record Unreadable(String object, String problem) {}
}
