package io.flowproof.query.catalog;

import io.flowproof.core.column.TableShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of tables that are given beside the logs. */
@FunctionalInterface
public interface GivenRows {
  /** All rows of a table, in a fixed order: values as an engine hands them out. */
  List<List<@Nullable Object>> of(TableShape table);
}
