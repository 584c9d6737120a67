package io.flowproof.query.lower.kql;

import org.jspecify.annotations.Nullable;

/**
 * The axis of {@code make-series}, all in the physical type of its column.
 *
 * @param value where a row lies
 * @param step the length of a step
 * @param from where the first step begins, or null: with the first row of the series
 * @param to where the last step ends, or null: with the last row of the series
 * @param real true when it is an axis of reals
 * @param inRange true when steps begin at multiples and the end is included
 */
record SeriesAxis(
    Scalar value,
    Scalar step,
    @Nullable Scalar from,
    @Nullable Scalar to,
    boolean real,
    boolean inRange) {}
