package io.flowproof.query.sql;

import io.flowproof.query.algebra.TemplateDialect;
import io.flowproof.query.sql.template.NoFormException;
import io.flowproof.query.sql.template.TrinoText;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAlienSystemTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.dialect.TrinoSqlDialect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Trino's SQL: Calcite's dialect, and what it lacks. */
final class TrinoDialect extends TrinoSqlDialect implements TemplateDialect {
  static final TrinoDialect TRINO = new TrinoDialect();

  private TrinoDialect() {
    super(
        DEFAULT_CONTEXT
            .withLiteralQuoteString("'")
            .withLiteralEscapedQuoteString("''")
            .withIdentifierQuoteString("\"")
            .withCaseSensitive(false));
  }

  @Override
  public String text(String template, List<String> arguments) {
    try {
      return TrinoText.of(template, arguments);
    } catch (NoFormException e) {
      throw new NotOnEngineException(template, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void quoteStringLiteral(StringBuilder out, @Nullable String charsetName, String value) {
    out.append('\'').append(value.replace("'", "''")).append('\'');
  }

  @Override
  public void unparseCall(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    if (call.getKind() == SqlKind.IS_TRUE) {
      // Trino has no IS TRUE.
      SqlWriter.Frame frame = writer.startFunCall("COALESCE");
      call.operand(0).unparse(writer, 0, 0);
      writer.sep(",", true);
      writer.keyword("FALSE");
      writer.endFunCall(frame);
      return;
    }
    super.unparseCall(writer, call, leftPrec, rightPrec);
  }

  @Override
  public SqlNode getCastSpec(RelDataType type) {
    return new SqlDataTypeSpec(
        new SqlAlienSystemTypeNameSpec(name(type), type.getSqlTypeName(), SqlParserPos.ZERO),
        SqlParserPos.ZERO);
  }

  /** The name of a type of plans. */
  static String name(RelDataType type) {
    RelDataType element = type.getComponentType();
    if (element != null) {
      return "ARRAY(" + name(element) + ")";
    }
    SqlTypeName name = type.getSqlTypeName();
    return name == SqlTypeName.TIMESTAMP ? "TIMESTAMP(6)" : name.getName();
  }
}
