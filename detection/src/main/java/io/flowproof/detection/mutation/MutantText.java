package io.flowproof.detection.mutation;

import io.flowproof.core.source.SourceText;
import io.flowproof.detection.proof.Robustness.Kind;

/**
 * A mutant that was not run yet.
 *
 * @param id the same change of the same text has the same id
 * @param kind what was changed
 * @param line of the text where it was changed, from 1
 * @param column from 1
 * @param change what stood there and what stands there now
 * @param text the whole mutant
 */
public record MutantText(
    String id, Kind kind, int line, int column, String change, SourceText text) {}
