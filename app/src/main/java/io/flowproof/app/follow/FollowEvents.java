package io.flowproof.app.follow;

import io.flowproof.lake.ingest.IngestReport;

/** Is told what a {@link Following} does. */
public interface FollowEvents {

  /** Objects were taken in, or found to be there. */
  void taken(IngestReport report);

  /** Something failed, and will be tried again. */
  void failed(String message);

  /** How many objects are known to wait now. */
  void waiting(int objects);
}
