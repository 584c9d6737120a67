package io.flowproof.query.lower;

import io.flowproof.query.OutputColumn;
import io.flowproof.query.algebra.Relation;
import java.util.List;
import java.util.function.Supplier;

/**
 * A lowered query: the relation, and for each of its visible fields, in order, what its values
 * mean.
 *
 * @param relation the plan with its visible fields
 * @param columns one per visible field, in the same order and of the same name
 * @param tree the syntax tree as an s-expression, for {@code --explain}
 */
public record Lowered(Relation<?> relation, List<OutputColumn> columns, Supplier<String> tree) {

  /** With a tree that is printed already. */
  public Lowered(Relation<?> relation, List<OutputColumn> columns, String tree) {
    this(relation, columns, () -> tree);
  }
}
