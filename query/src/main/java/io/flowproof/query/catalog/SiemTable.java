package io.flowproof.query.catalog;

import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A table as a SIEM has it, made from stored records.
 *
 * @param name what a rule calls it
 * @param about one line for documentation and messages
 * @param stored the stored tables whose records it shows
 * @param columns its columns in order
 * @param shown which of those records it shows; all of them where it is null
 */
public record SiemTable(
    String name,
    String about,
    List<String> stored,
    List<SiemColumn> columns,
    @Nullable Function<ViewRow, RexNode> shown) {

  /** A table that shows all records of its stored tables. */
  public SiemTable(String name, String about, List<String> stored, List<SiemColumn> columns) {
    this(name, about, stored, columns, null);
  }
}
