package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Rows of texts, or of lists of texts, as one JSON literal that the engine takes apart: a literal
 * for each cell would make the plan of a large lookup slow.
 */
final class TextRows {
  private static final RelDataType ROW = Types.listOf(Types.TEXT);
  private static final EngineFunction ROWS =
      new EngineFunction("ROWS", ROW, "unnest(from_json({0}, '[[\"VARCHAR\"]]'))");
  private static final EngineFunction CELL = new EngineFunction("CELL", Types.TEXT, "({0})[{1}]");
  private static final EngineFunction LIST =
      new EngineFunction("LIST", Types.TEXT_LIST, "from_json({0}, '[\"VARCHAR\"]')");

  private TextRows() {}

  /**
   * The rows with their number (LONG, from 0) as a last column.
   *
   * @param isList for each column whether its cells are lists, else texts; a cell may be null
   */
  static RelNode of(
      List<Boolean> isList,
      List<? extends List<? extends @Nullable Object>> rows,
      SplContext context) {
    Algebra algebra = context.algebra();
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < rows.size(); i++) {
      json.append(i == 0 ? "[" : ",[").append(quoted(Integer.toString(i)));
      for (Object cell : rows.get(i)) {
        json.append(',').append(cell(cell));
      }
      json.append(']');
    }
    json.append(']');
    RelNode unnested =
        algebra.project(
            algebra.oneRow(),
            List.of(context.sql().call(ROWS, context.sql().text(json.toString()))));
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < isList.size(); i++) {
      RexNode cell =
          context.sql().call(CELL, algebra.ref(unnested, 0), context.sql().number(i + 2L));
      columns.add(isList.get(i) ? context.sql().call(LIST, cell) : cell);
    }
    RexNode number = context.sql().call(CELL, algebra.ref(unnested, 0), context.sql().number(1));
    columns.add(context.sql().cast(number, Types.LONG));
    return algebra.project(unnested, columns);
  }

  private static String cell(@Nullable Object cell) {
    return switch (cell) {
      case null -> "null";
      case List<?> list -> {
        StringBuilder json = new StringBuilder("[");
        for (Object element : list) {
          json.append(json.length() > 1 ? "," : "").append(quoted(String.valueOf(element)));
        }
        yield quoted(json.append(']').toString());
      }
      case Object text -> quoted(text.toString());
    };
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
