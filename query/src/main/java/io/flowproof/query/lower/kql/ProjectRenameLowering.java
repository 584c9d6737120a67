package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.kql.Kql.NamedExpression;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code project-rename new = old}: other names, the same order. */
final class ProjectRenameLowering {
  private final Binder binder;

  ProjectRenameLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.ProjectRename rename, Rows rows) {
    Map<String, String> renamed = new HashMap<>();
    AutoNames taken = new AutoNames(binder);
    for (NamedExpression column : rename.columns()) {
      rename(column, rows, renamed, taken);
    }
    List<Field<KqlType>> fields =
        rows.fields().stream()
            .map(f -> new Field<>(renamed.getOrDefault(f.name(), f.name()), f.type(), f.index()))
            .toList();
    return rows.with(rows.relation().withFields(fields));
  }

  private void rename(
      NamedExpression column, Rows rows, Map<String, String> renamed, AutoNames taken) {
    if (column.names().size() != 1 || !(column.value() instanceof Name old)) {
      binder.problem(
          ErrorCode.ARGUMENT, column.span(), "'project-rename' takes names", "write new = old");
      return;
    }
    Name name = column.names().getFirst();
    if (rows.relation().field(old.text()).isEmpty()) {
      binder.unknownColumn(old, rows);
    } else if (rows.relation().field(name.text()).isPresent()) {
      binder.problem(
          ErrorCode.AMBIGUOUS_NAME, name.span(), "A column '" + name.text() + "' is there already");
    } else {
      renamed.put(old.text(), taken.written(name.text(), name.span()));
    }
  }
}
