package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.kql.KqlType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rows that reach an operator.
 *
 * @param relation the plan and its columns
 * @param broken columns that could not be bound where they were made: a use of them is no new
 *     problem
 * @param open true after an operator that could not be lowered: any column may be there
 */
record Rows(Relation<KqlType> relation, Set<String> broken, boolean open) {

  Rows(Relation<KqlType> relation) {
    this(relation, Set.of(), false);
  }

  /** The same state of knowledge over another relation. */
  Rows with(Relation<KqlType> other) {
    return new Rows(other, broken, open);
  }

  /** With one more column that could not be bound. */
  Rows withBroken(Set<String> more) {
    Set<String> all = new HashSet<>(broken);
    all.addAll(more);
    return new Rows(relation, Set.copyOf(all), open);
  }

  /** After an operator whose columns are not known. */
  Rows opened() {
    return new Rows(relation, broken, true);
  }

  List<Field<KqlType>> fields() {
    return relation.fields();
  }

  /** True when a missing column of that name has been reported already, or cannot be judged. */
  boolean excuses(String name) {
    return open || broken.contains(name);
  }
}
