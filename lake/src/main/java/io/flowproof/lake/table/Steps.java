package io.flowproof.lake.table;

/**
 * Told before each step that changes something on disk: a file, the catalog, the ledger. Whoever
 * throws here stops the work at that point, which is how tests fail it at every step.
 */
@FunctionalInterface
public interface Steps {
  /** Lets every step happen. */
  Steps ALL = step -> {};

  /** The step is about to happen. */
  void before(String step);
}
