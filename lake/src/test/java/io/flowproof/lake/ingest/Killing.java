package io.flowproof.lake.ingest;

import io.flowproof.lake.table.Steps;

/** Ends a writer at its step of that number as a kill does: nothing that would tidy up runs. */
final class Killing implements Steps {
  private final int at;
  private int step;

  /** Counts steps from 1. */
  Killing(int at) {
    this.at = at;
  }

  /** The process is gone; it is not to be caught by what reports failures. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Something that writes to a lake. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  @Override
  public synchronized void before(String name) {
    if (++step >= at) {
      throw new Killed();
    }
  }

  /** True where the work came to its end; a failure without a kill is passed on. */
  boolean run(Work work) throws Exception {
    try {
      work.run();
      return true;
    } catch (Killed e) {
      return false;
    } catch (Exception e) {
      if (step >= at) { // The kill, as it came through Iceberg's own handling.
        return false;
      }
      throw e;
    }
  }
}
