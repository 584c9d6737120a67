package io.flowproof.query.algebra;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The rows that groups were made of, where it is known which groups passed: what was asked of a
 * group (a threshold, a place among the first) need not be computed again.
 */
public final class KnownGroups {
  private KnownGroups() {}

  /**
   * The rows that were grouped into the given ones.
   *
   * @param algebra the one that made the plan
   * @param plan whose rows are groups, chosen, put in order or computed on, one by one
   * @param chosen places in the plan's row
   * @param found the values there in rows of the plan's result
   * @return with the chosen columns in their order; empty where they are not just what the groups
   *     were made by, or a value is null or no text and no integer
   */
  public static Optional<RelNode> rows(
      Algebra algebra,
      RelNode plan,
      List<Integer> chosen,
      Collection<? extends List<? extends @Nullable Object>> found) {
    List<Integer> places = new ArrayList<>(chosen);
    RelNode node = plan;
    while (!(node instanceof Aggregate grouping)) {
      switch (node) {
        case Filter _, Sort _ -> {}
        case Project project when isOneByOne(project) -> {
          for (int i = 0; i < places.size(); i++) {
            if (!(project.getProjects().get(places.get(i)) instanceof RexInputRef ref)) {
              return Optional.empty();
            }
            places.set(i, ref.getIndex());
          }
        }
        case RelNode _ -> {
          return Optional.empty();
        }
      }
      node = node.getInput(0);
    }
    List<Integer> keys = grouping.getGroupSet().toList();
    boolean areKeys =
        !keys.isEmpty()
            && places.stream().allMatch(place -> place < keys.size())
            && new HashSet<>(places).size() == keys.size();
    if (!areKeys || found.isEmpty() || found.size() > Narrowing.MOST_VALUES) {
      return Optional.empty();
    }
    RelNode input = grouping.getInput();
    RelNode rows =
        algebra.project(
            input,
            places.stream().<RexNode>map(place -> algebra.ref(input, keys.get(place))).toList());
    return tuples(algebra, rows, found).map(tuples -> among(algebra, rows, tuples));
  }

  private static boolean isOneByOne(Project project) {
    return !EngineFunction.isWindowed(project.getProjects())
        && project.getProjects().stream().noneMatch(EngineFunction::makesRows);
  }

  private static Optional<List<List<RexLiteral>>> tuples(
      Algebra algebra, RelNode rows, Collection<? extends List<? extends @Nullable Object>> found) {
    Scalars scalars = new Scalars(algebra.rex());
    List<RelDataType> types = types(rows);
    List<List<RexLiteral>> tuples = new ArrayList<>();
    for (List<? extends @Nullable Object> row : found) {
      List<RexLiteral> tuple = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        Object value = row.get(i);
        if (!(value instanceof String || value instanceof Long || value instanceof Integer)) {
          return Optional.empty();
        }
        tuple.add(scalars.literal(value, types.get(i)));
      }
      tuples.add(tuple);
    }
    return Optional.of(tuples);
  }

  /** Stored records are asked for each value alone, and what comes of them for all together. */
  private static RelNode among(Algebra algebra, RelNode rows, List<List<RexLiteral>> tuples) {
    Scalars scalars = new Scalars(algebra.rex());
    List<RelDataType> types = types(rows);
    Map<Integer, List<RexLiteral>> each = new HashMap<>();
    RelNode values = algebra.values(types, tuples);
    List<RexNode> same = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      int place = i;
      each.put(i, tuples.stream().map(tuple -> tuple.get(place)).distinct().toList());
      same.add(scalars.equal(algebra.ref(rows, i), algebra.ref(rows, values, i)));
    }
    return algebra.join(
        new Narrowing(algebra).of(rows, each), values, JoinRelType.SEMI, scalars.and(same));
  }

  private static List<RelDataType> types(RelNode rows) {
    return rows.getRowType().getFieldList().stream().map(RelDataTypeField::getType).toList();
  }
}
