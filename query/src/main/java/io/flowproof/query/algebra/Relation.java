package io.flowproof.query.algebra;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;

/**
 * A table in the making: the plan, and what the language sees of it. Immutable; {@link Algebra}
 * makes the next one. A plan's row holds the visible fields and may hold hidden columns, which
 * later steps carry along: provenance (where a row came from, which also breaks ties so that
 * results do not vary from run to run) and sort keys that were projected away.
 *
 * @param plan the algebra so far
 * @param fields the visible columns in order; several may share an index, names are unique
 * @param provenance places of the hidden columns {@code source_id} and {@code source_line}; empty
 *     once rows no longer stand for one record each
 * @param order the order that the rows have by the language's rules so far, to be applied where it
 *     matters; empty for none
 * @param addressKeys for places of columns that hold the canonical text of addresses: the place of
 *     the hidden column with the same address as an unsigned 32-bit number, null where the text is
 *     no IPv4 address; empty where none is known
 * @param <T> the language's types
 */
public record Relation<T>(
    RelNode plan,
    List<Field<T>> fields,
    List<Integer> provenance,
    List<SortKey> order,
    Map<Integer, Integer> addressKeys) {

  /** Copies the lists. */
  public Relation {
    fields = List.copyOf(fields);
    provenance = List.copyOf(provenance);
    order = List.copyOf(order);
    addressKeys = Map.copyOf(addressKeys);
  }

  /** A relation without address keys. */
  public Relation(
      RelNode plan, List<Field<T>> fields, List<Integer> provenance, List<SortKey> order) {
    this(plan, fields, provenance, order, Map.of());
  }

  /** The field of exactly that name. */
  public Optional<Field<T>> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /** The names of the visible fields. */
  public List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  /** The same rows with other visible fields over the same plan. */
  public Relation<T> withFields(List<Field<T>> newFields) {
    return new Relation<>(plan, newFields, provenance, order, addressKeys);
  }

  /** The same rows in another order. */
  public Relation<T> withOrder(List<SortKey> newOrder) {
    return new Relation<>(plan, fields, provenance, newOrder, addressKeys);
  }
}
