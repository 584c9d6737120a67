/**
 * Functions of Kusto in Java, for what SQL cannot say or cannot say well: arrays, bags, series,
 * regular expressions. Dynamic values are JSON texts; what a function takes and gives is bounded by
 * the size of a text.
 */
@NullMarked
package io.flowproof.query.function.kql;

import org.jspecify.annotations.NullMarked;
