package io.flowproof.query.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a query that runs before the query can be compiled (see {@link
 * io.flowproof.query.lower.Stages}), over several sets of records: of raw objects, or of what the
 * runs of a schedule see.
 *
 * @param asked what a {@link io.flowproof.query.lower.StageRunner} is asked: one text where it is
 *     the same in every set, else one for each
 * @param readsRecords whether its rows depend on records of flow logs
 * @param sideBySide the SQL over each set as if it were alone: its columns, then the set's number,
 *     each set's rows in their order; null where a step cannot be kept apart, or no records are
 *     read
 */
public record Stage(List<String> asked, boolean readsRecords, @Nullable String sideBySide) {}
