package io.flowproof.query.algebra;

import io.flowproof.core.column.TableShape;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptAbstractTable;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.jspecify.annotations.Nullable;

/** A stored table as Calcite wants to see it: a name and a row type, and no catalog behind it. */
public final class StoredTable extends RelOptAbstractTable {
  private final Set<String> unset;

  private StoredTable(String name, RelDataType rowType, Set<String> unset) {
    super(new NoSchema(), name, rowType);
    this.unset = Set.copyOf(unset);
  }

  static RelNode scan(RelOptCluster cluster, TableShape shape, Set<String> unset) {
    RelDataType rowType =
        Types.FACTORY.createStructType(
            shape.columns().stream().map(c -> Types.of(c.type())).toList(),
            shape.columns().stream().map(TableShape.ShapeColumn::name).toList());
    return LogicalTableScan.create(
        cluster, new StoredTable(shape.name(), rowType, unset), List.of());
  }

  /** Whether it is known of a column that no row has a value there. */
  static boolean isUnset(TableScan scan, int column) {
    StoredTable table = scan.getTable().unwrap(StoredTable.class);
    return table != null && table.unset.contains(scan.getRowType().getFieldNames().get(column));
  }

  /** The stored table's name. */
  public static String name(TableScan scan) {
    return scan.getTable().getQualifiedName().getLast();
  }

  /** Nothing is looked up by name; Calcite only asks for the type factory. */
  private static final class NoSchema implements RelOptSchema {
    @Override
    public org.apache.calcite.plan.@Nullable RelOptTable getTableForMember(List<String> names) {
      return null;
    }

    @Override
    public RelDataTypeFactory getTypeFactory() {
      return Types.FACTORY;
    }

    @Override
    public void registerRules(org.apache.calcite.plan.RelOptPlanner planner) {
      planner.clear();
    }
  }

  /** The place of a column in a stored table's row. */
  public static int indexOf(RelNode scan, String column) {
    RelDataTypeField field = scan.getRowType().getField(column, true, false);
    if (field == null) {
      throw new IllegalArgumentException("No column '" + column + "' in " + scan.getRowType());
    }
    return field.getIndex();
  }
}
