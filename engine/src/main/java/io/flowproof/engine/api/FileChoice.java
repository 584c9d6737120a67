package io.flowproof.engine.api;

import java.nio.file.Path;
import java.util.List;

/** Chooses the files of a table that a query must read. Called by several threads. */
@FunctionalInterface
public interface FileChoice {
  /** All files that may hold rows for which the filter holds. */
  List<Path> files(ScanFilter filter);
}
