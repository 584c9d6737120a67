package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Puts tables one below the other. Columns of one name and type are one; a name with several types
 * gives a column a type, {@code x_long} and {@code x_string} (Kusto documentation, "union
 * operator"). Cells that a table lacks are null, texts empty.
 */
final class UnionLegs {
  private final Binder binder;
  private final Algebra algebra;

  UnionLegs(Binder binder) {
    this.binder = binder;
    this.algebra = binder.context().algebra();
  }

  /**
   * One table.
   *
   * @param source what {@code withsource} shows
   */
  record Leg(String source, Rows rows) {}

  private record Column(String name, String original, KqlType type) {}

  /**
   * What {@code withsource} calls a table: its name, the name that {@code as} gave, or a number.
   */
  static String source(KqlExpression table, int number) {
    return switch (table) {
      case Name name -> name.text();
      case KqlExpression.Call call -> call.function().text();
      case KqlExpression.Tabular tabular -> source(tabular.pipeline().operators(), number);
      case KqlExpression other -> "union_arg" + number;
    };
  }

  static String source(List<KqlOperator> operators, int number) {
    for (KqlOperator operator : operators.reversed()) {
      switch (operator) {
        case KqlOperator.As as -> {
          return as.name().text();
        }
        case KqlOperator.Read read -> {
          return source(read.table(), number);
        }
        case KqlOperator.Where where -> {}
        case KqlOperator.Extend extend -> {}
        case KqlOperator.Project project -> {}
        case KqlOperator.ProjectAway away -> {}
        case KqlOperator.ProjectKeep keep -> {}
        case KqlOperator.ProjectRename rename -> {}
        case KqlOperator.ProjectReorder reorder -> {}
        case KqlOperator.Take take -> {}
        case KqlOperator other -> {
          return "union_arg" + number;
        }
      }
    }
    return "union_arg" + number;
  }

  /**
   * All rows.
   *
   * @param inner only the columns that all tables have
   * @param withSource the name of a first column that tells the table, or null
   */
  Rows rows(List<Leg> legs, boolean inner, @Nullable String withSource) {
    List<Column> columns = columns(legs, inner, withSource);
    Layout layout = new Layout(legs);
    List<RelNode> plans = new ArrayList<>();
    Set<Integer> withAddresses = withAddresses(legs, columns);
    for (int i = 0; i < legs.size(); i++) {
      plans.add(plan(legs.get(i), i, columns, withSource != null, withAddresses, layout));
    }
    int first = withSource == null ? 0 : 1;
    List<Field<KqlType>> fields = new ArrayList<>();
    if (withSource != null) {
      fields.add(new Field<>(withSource, KqlType.STRING, 0));
    }
    for (Column column : columns) {
      fields.add(new Field<>(column.name(), column.type(), fields.size()));
    }
    Map<Integer, Integer> addressKeys = new HashMap<>();
    int at = first + columns.size();
    for (int place : withAddresses.stream().sorted().toList()) {
      addressKeys.put(first + place, at++);
    }
    Relation<KqlType> all =
        new Relation<>(
            algebra.union(plans), fields, layout.provenance(at), layout.order(at), addressKeys);
    Set<String> broken = new HashSet<>();
    legs.forEach(leg -> broken.addAll(leg.rows().broken()));
    boolean open = legs.stream().anyMatch(leg -> leg.rows().open());
    return new Rows(all, Set.copyOf(broken), open);
  }

  private static List<Column> columns(List<Leg> legs, boolean inner, @Nullable String source) {
    Map<String, Set<KqlType>> types = new LinkedHashMap<>();
    for (Leg leg : legs) {
      for (Field<KqlType> field : leg.rows().fields()) {
        types.computeIfAbsent(field.name(), name -> new LinkedHashSet<>()).add(field.type());
      }
    }
    if (inner) {
      types
          .keySet()
          .removeIf(
              name -> legs.stream().anyMatch(leg -> leg.rows().relation().field(name).isEmpty()));
    }
    Set<String> taken = new HashSet<>();
    types.forEach(
        (name, several) -> {
          if (several.size() == 1) {
            taken.add(name);
          }
        });
    if (source != null) {
      taken.add(source);
    }
    List<Column> columns = new ArrayList<>();
    types.forEach(
        (name, several) -> {
          for (KqlType type : several) {
            boolean alone = several.size() == 1 && !name.equals(source);
            String base = several.size() == 1 ? name : name + "_" + type.keyword();
            columns.add(new Column(alone ? name : unique(base, taken), name, type));
          }
        });
    return columns;
  }

  private static String unique(String base, Set<String> taken) {
    String name = base;
    for (int i = 1; !taken.add(name); i++) {
      name = base + i;
    }
    return name;
  }

  private RelNode plan(
      Leg leg,
      int number,
      List<Column> columns,
      boolean withSource,
      Set<Integer> withAddresses,
      Layout layout) {
    Relation<KqlType> relation = leg.rows().relation();
    List<RexNode> row = new ArrayList<>();
    if (withSource) {
      row.add(binder.values().text(leg.source()).rex());
    }
    for (Column column : columns) {
      row.add(
          field(relation, column)
              .<RexNode>map(field -> algebra.ref(relation, field))
              .orElseGet(() -> binder.values().constant(column.type(), null).rex()));
    }
    for (int place : withAddresses.stream().sorted().toList()) {
      row.add(
          field(relation, columns.get(place))
              .map(field -> relation.addressKeys().get(field.index()))
              .<RexNode>map(key -> algebra.ref(relation.plan(), key))
              .orElseGet(() -> binder.context().scalars().nullOf(Types.LONG)));
    }
    row.addAll(layout.hidden(leg, number));
    return algebra.project(relation.plan(), row);
  }

  private static Optional<Field<KqlType>> field(Relation<KqlType> relation, Column column) {
    return relation.field(column.original()).filter(f -> f.type() == column.type());
  }

  /** Columns whose address is known as a number in every table that has them. */
  private static Set<Integer> withAddresses(List<Leg> legs, List<Column> columns) {
    Set<Integer> places = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      boolean some = false;
      boolean all = true;
      for (Leg leg : legs) {
        Relation<KqlType> relation = leg.rows().relation();
        Optional<Field<KqlType>> field = field(relation, columns.get(i));
        boolean known =
            field.isPresent() && relation.addressKeys().containsKey(field.get().index());
        some |= known;
        all &= known || field.isEmpty();
      }
      if (some && all) {
        places.add(i);
      }
    }
    return places;
  }

  /**
   * The hidden columns: the number of the table; then each table's sort keys in columns of its own,
   * so that each stays sorted; then where rows come from, if all tables know it.
   */
  private final class Layout {
    private final List<Leg> legs;
    private final List<RelDataType> types = new ArrayList<>();
    private final List<SortKey> sorted = new ArrayList<>();
    private final List<List<Integer>> sources = new ArrayList<>();
    private final List<Integer> ties = new ArrayList<>();

    Layout(List<Leg> legs) {
      this.legs = legs;
      types.add(Types.INT);
      legs.forEach(leg -> sources.add(new ArrayList<>()));
      for (int i = 0; i < legs.size(); i++) {
        for (SortKey key : legs.get(i).rows().relation().order()) {
          sorted.add(new SortKey(types.size(), key.direction(), key.nulls()));
          add(i, key.index());
        }
      }
      if (legs.stream().noneMatch(leg -> leg.rows().relation().provenance().isEmpty())) {
        addProvenance();
      }
    }

    /** Places of the row that a leg fills, by hidden column; the others are null. */
    private void add(int leg, int index) {
      RelNode plan = legs.get(leg).rows().relation().plan();
      types.add(plan.getRowType().getFieldList().get(index).getType());
      for (int i = 0; i < legs.size(); i++) {
        sources.get(i).add(i == leg ? index : -1);
      }
    }

    private void addProvenance() {
      int before = types.size();
      for (int i = 0; i < legs.size(); i++) {
        Relation<KqlType> relation = legs.get(i).rows().relation();
        Set<Integer> used = new HashSet<>();
        for (int index : relation.provenance()) {
          RelDataType type = relation.plan().getRowType().getFieldList().get(index).getType();
          int slot = before;
          while (slot < types.size()
              && (used.contains(slot)
                  || types.get(slot).getSqlTypeName() != type.getSqlTypeName())) {
            slot++;
          }
          if (slot == types.size()) {
            add(i, index);
            ties.add(slot);
          } else {
            sources.get(i).set(slot - 1, index);
          }
          used.add(slot);
        }
      }
    }

    List<RexNode> hidden(Leg leg, int number) {
      List<RexNode> hidden = new ArrayList<>();
      hidden.add(binder.context().scalars().number32(number));
      for (int i = 1; i < types.size(); i++) {
        int index = sources.get(number).get(i - 1);
        hidden.add(
            index < 0
                ? binder.context().scalars().nullOf(nullable(types.get(i)))
                : algebra.ref(leg.rows().relation().plan(), index));
      }
      return hidden;
    }

    private static RelDataType nullable(RelDataType type) {
      return Types.FACTORY.createTypeWithNullability(type, true);
    }

    List<Integer> provenance(int at) {
      if (ties.isEmpty()) {
        return List.of();
      }
      List<Integer> places = new ArrayList<>(List.of(at));
      ties.forEach(tie -> places.add(at + tie));
      return places;
    }

    List<SortKey> order(int at) {
      if (sorted.isEmpty()) {
        return List.of();
      }
      List<SortKey> keys = new ArrayList<>();
      keys.add(new SortKey(at, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
      sorted.forEach(key -> keys.add(new SortKey(at + key.index(), key.direction(), key.nulls())));
      return keys;
    }
  }
}
