package io.flowproof.query.algebra;

import org.apache.calcite.rex.RexNode;

/**
 * A visible column to compute: its name in the language, its expression over the input's row, its
 * type in the language.
 *
 * @param <T> the language's types
 */
public record Output<T>(String name, RexNode expression, T type) {}
