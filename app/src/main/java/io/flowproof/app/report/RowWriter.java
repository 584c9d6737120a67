package io.flowproof.app.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a result in one format, as they come. */
public interface RowWriter {

  /** The next row, a value for each column. */
  void row(List<? extends @Nullable Object> values);

  /** Ends the text. Not called when the rows broke off: half a result must not look whole. */
  void end();
}
