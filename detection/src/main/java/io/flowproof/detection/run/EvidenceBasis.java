package io.flowproof.detection.run;

/** How the evidence of a finding was found. */
public enum EvidenceBasis {
  /** Exactly the records that passed the query's own filters for the finding. */
  LINEAGE,
  /**
   * All records of the window that carry the finding's entities: the query holds a step that
   * lineage cannot follow.
   */
  ENTITY
}
