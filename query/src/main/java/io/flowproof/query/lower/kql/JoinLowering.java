package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.algebra.UniqueRows;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * {@code join} of every kind, and {@code lookup}. Keys are compared as {@code ==} compares them: a
 * null is equal to nothing, the empty text to the empty text. Where a side lacks a row its columns
 * are null, and texts are empty. Kusto leaves the order of the result open; here it is the left
 * table's, then the right one's.
 */
final class JoinLowering {
  private final Binder binder;
  private final Algebra algebra;

  JoinLowering(Binder binder) {
    this.binder = binder;
    this.algebra = binder.context().algebra();
  }

  /** True for the kind that takes one of the left rows with equal keys. */
  static boolean isInnerUnique(KqlOperator.Join join) {
    return join.options().stream()
        .filter(option -> option.name().equals("kind"))
        .allMatch(option -> option.word().equals(JoinKind.INNERUNIQUE.word()));
  }

  Rows lower(KqlOperator.Join join, Rows left, Environment names) {
    OperatorOptions options = OperatorOptions.of(binder, "join", join.options(), Set.of("kind"));
    String word = options.oneOf(binder, "kind", JoinKind.allWords(), JoinKind.INNERUNIQUE.word());
    JoinKind kind = JoinKind.of(word).orElse(JoinKind.INNERUNIQUE);
    Rows right = new Pipelines(binder).rows(join.right(), names);
    KqlExpression where = join.where();
    if (where != null) {
      return where(join, kind, left, right, where, names);
    }
    List<JoinKeys.Pair> keys;
    try {
      keys = new JoinKeys(binder, left, right).of(join.on());
    } catch (UnboundException e) {
      return joined(kind, left, right, List.of(), binder.context().scalars().bool(true), false);
    }
    Rows first = kind == JoinKind.INNERUNIQUE ? firstOfEach(left, keys) : left;
    return joined(kind, first, right, keys, equal(first, right, keys), false);
  }

  Rows lower(KqlOperator.Lookup lookup, Rows left, Environment names) {
    OperatorOptions options =
        OperatorOptions.of(binder, "lookup", lookup.options(), Set.of("kind"));
    List<String> words = List.of("leftouter", "inner");
    String word = options.oneOf(binder, "kind", words, "leftouter");
    Rows right = new Pipelines(binder).rows(lookup.right(), names);
    List<JoinKeys.Pair> keys = new JoinKeys(binder, left, right).of(lookup.on());
    JoinKind kind = JoinKind.of(word).orElseThrow();
    return joined(kind, left, right, keys, equal(left, right, keys), true);
  }

  /** The pairs of equal keys for which a condition is true; keys come out once. */
  Rows lookedUp(JoinKind kind, Rows left, Rows right, List<JoinKeys.Pair> keys, RexNode condition) {
    RexNode all =
        keys.isEmpty()
            ? condition
            : binder.context().scalars().and(List.of(equal(left, right, keys), condition));
    return joined(kind, left, right, keys, all, true);
  }

  private Rows where(
      KqlOperator.Join join,
      JoinKind kind,
      Rows left,
      Rows right,
      KqlExpression where,
      Environment names) {
    if (kind == JoinKind.INNERUNIQUE) {
      throw binder.unsupported(join.span(), "'join … where' of the kind innerunique");
    }
    JoinSides sides = new JoinSides(binder, left, right, names.names());
    RexNode condition = new Expressions(binder, sides, names).condition(where, "'where'");
    return joined(kind, left, right, List.of(), condition, false);
  }

  private RexNode equal(Rows left, Rows right, List<JoinKeys.Pair> keys) {
    List<RexNode> equal = new ArrayList<>();
    for (JoinKeys.Pair pair : keys) {
      equal.add(
          binder
              .context()
              .scalars()
              .equal(
                  algebra.ref(left.relation(), pair.left()),
                  algebra.ref(
                      left.relation().plan(), right.relation().plan(), pair.right().index())));
    }
    return binder.context().scalars().and(equal);
  }

  /** Of the rows with the same keys the first. */
  private Rows firstOfEach(Rows rows, List<JoinKeys.Pair> keys) {
    List<Integer> places = keys.stream().map(pair -> pair.left().index()).distinct().toList();
    return rows.with(UniqueRows.of(algebra, rows.relation(), places));
  }

  private Rows joined(
      JoinKind kind,
      Rows left,
      Rows right,
      List<JoinKeys.Pair> keys,
      RexNode condition,
      boolean dropsRightKeys) {
    Relation<KqlType> result =
        kind.isOneSided()
            ? oneSided(kind, left, right, condition)
            : pairs(kind, left, right, condition, dropsRightKeys ? keys : List.of());
    Set<String> broken = new HashSet<>(left.broken());
    broken.addAll(right.broken());
    return new Rows(result, Set.copyOf(broken), left.open() || right.open());
  }

  private Relation<KqlType> oneSided(JoinKind kind, Rows left, Rows right, RexNode condition) {
    if (!kind.keepsRight()) {
      Relation<KqlType> kept = left.relation();
      RelNode plan = algebra.join(kept.plan(), right.relation().plan(), kind.type(), condition);
      return new Relation<>(
          plan, kept.fields(), kept.provenance(), kept.order(), kept.addressKeys());
    }
    Relation<KqlType> kept = right.relation();
    RexNode turned = turned(condition, width(left), width(right));
    RelNode plan = algebra.join(kept.plan(), left.relation().plan(), kind.type(), turned);
    return new Relation<>(plan, kept.fields(), kept.provenance(), kept.order(), kept.addressKeys());
  }

  /** The condition over the right row followed by the left. */
  private static RexNode turned(RexNode condition, int leftWidth, int rightWidth) {
    return condition.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            int at = ref.getIndex();
            return new RexInputRef(
                at < leftWidth ? at + rightWidth : at - leftWidth, ref.getType());
          }
        });
  }

  private Relation<KqlType> pairs(
      JoinKind kind, Rows left, Rows right, RexNode condition, List<JoinKeys.Pair> dropped) {
    Relation<KqlType> a = left.relation();
    Relation<KqlType> b = right.relation();
    int width = width(left);
    RelNode plan = algebra.join(a.plan(), b.plan(), kind.type(), condition);
    List<Integer> provenance = new ArrayList<>();
    if (!a.provenance().isEmpty() && !b.provenance().isEmpty()) {
      provenance.addAll(a.provenance());
      b.provenance().forEach(i -> provenance.add(width + i));
    }
    List<SortKey> order = kind.leftMayLack() ? List.of() : a.order();
    Map<Integer, Integer> addressKeys = new HashMap<>(a.addressKeys());
    b.addressKeys().forEach((text, key) -> addressKeys.put(width + text, width + key));
    List<Field<KqlType>> kept = new ArrayList<>(b.fields());
    kept.removeIf(field -> dropped.stream().anyMatch(pair -> pair.right().equals(field)));
    List<Field<KqlType>> fields = new ArrayList<>(a.fields());
    List<String> names = rightNames(a.names(), kept);
    for (int i = 0; i < kept.size(); i++) {
      fields.add(new Field<>(names.get(i), kept.get(i).type(), width + kept.get(i).index()));
    }
    Relation<KqlType> both = new Relation<>(plan, fields, provenance, order, addressKeys);
    return withoutNullTexts(both, kind, a.fields().size());
  }

  /** A string is never null: where a row is lacking it is empty. */
  private Relation<KqlType> withoutNullTexts(
      Relation<KqlType> both, JoinKind kind, int leftFields) {
    if (!kind.leftMayLack() && !kind.rightMayLack()) {
      return both;
    }
    List<Output<KqlType>> outputs = new ArrayList<>();
    RexNode empty = binder.values().text("").rex();
    for (Field<KqlType> field : both.fields()) {
      boolean lacks = outputs.size() < leftFields ? kind.leftMayLack() : kind.rightMayLack();
      RexNode ref = algebra.ref(both, field);
      outputs.add(
          new Output<>(
              field.name(),
              lacks && field.type() == KqlType.STRING
                  ? binder.context().scalars().coalesce(Types.TEXT, ref, empty)
                  : ref,
              field.type()));
    }
    return algebra.project(both, outputs);
  }

  /** A name that the left table has gets the first number that makes it new. */
  private static List<String> rightNames(List<String> left, List<Field<KqlType>> right) {
    Set<String> taken = new HashSet<>(left);
    right.forEach(field -> taken.add(field.name()));
    List<String> names = new ArrayList<>();
    for (Field<KqlType> field : right) {
      String name = field.name();
      if (left.contains(name)) {
        int number = 1;
        while (!taken.add(name + number)) {
          number++;
        }
        name = name + number;
      }
      names.add(name);
    }
    return names;
  }

  private static int width(Rows rows) {
    return rows.relation().plan().getRowType().getFieldCount();
  }
}
