package io.flowproof.query.algebra;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate function of the engine, printed from a template as {@link EngineFunction} is. Where
 * the aggregate is not the outermost call, the template holds {@code {filter}} at the place where a
 * FILTER clause belongs; otherwise the clause follows the template.
 *
 * <p>A result must not depend on the order in which an engine meets the rows: lists are sorted,
 * ties are broken, sums of integers are integer sums.
 */
public final class EngineAggregate extends SqlAggFunction {
  /** Marks where the FILTER clause goes. */
  public static final String FILTER_MARK = "{filter}";

  private final RelDataType type;
  private final String template;

  /** An aggregate of one result type; see {@link EngineFunction} for the template. */
  public EngineAggregate(String name, RelDataType type, String template) {
    super(
        name,
        null,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(type),
        null,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.USER_DEFINED_FUNCTION,
        false,
        false,
        Optionality.FORBIDDEN);
    this.type = type;
    this.template = template;
  }

  /** The type of its result. */
  public RelDataType type() {
    return type;
  }

  /**
   * Whether a FILTER clause can be given: the template is one call, or says where the clause goes.
   */
  public boolean canFilter() {
    return template.contains(FILTER_MARK) || template.matches("[a-z_]+\\([^()]*\\)");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EngineAggregate aggregate
        && aggregate.template.equals(template)
        && aggregate.type.equals(type);
  }

  @Override
  public int hashCode() {
    return template.hashCode();
  }

  /** DuckDB's SQL, with argument and filter marks. */
  public String template() {
    return template;
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    EngineFunction.Template.print(template.replace(FILTER_MARK, ""), writer, call.getOperandList());
  }
}
