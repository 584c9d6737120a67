package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.Output;
import io.flowproof.query.kql.Kql.NamedExpression;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The columns that a list of named values makes.
 *
 * @param outputs those that could be bound
 * @param broken the names of those that could not; reported
 */
record Columns(List<Output<KqlType>> outputs, Set<String> broken) {

  /**
   * Binds a list.
   *
   * @param extending true when columns without a name keep out of the way of columns that are there
   */
  static Columns of(
      Binder binder,
      List<NamedExpression> list,
      Expressions expressions,
      Rows rows,
      boolean extending) {
    AutoNames names = new AutoNames(binder);
    if (extending) {
      // Column1 is not to replace a Column1 that is there.
      rows.relation().names().stream()
          .filter(name -> name.matches("Column\\d+"))
          .forEach(names::derived);
    }
    List<Output<KqlType>> outputs = new ArrayList<>();
    Set<String> broken = new HashSet<>();
    for (NamedExpression column : list) {
      if (column.value() instanceof Call call && expressions.tuple(call) != null) {
        addAll(binder, column, call, expressions, names, outputs, broken);
        continue;
      }
      try {
        String name = name(binder, column, names, extending);
        try {
          Scalar value = expressions.lower(column.value());
          outputs.add(new Output<>(name, value.rex(), value.type()));
        } catch (UnboundException e) {
          broken.add(name);
        }
      } catch (UnboundException e) {
        // A name that is taken, reported: the first column of that name stands.
      }
    }
    return new Columns(outputs, broken);
  }

  /** The columns of a function that gives several; of the names fewer may be given. */
  private static void addAll(
      Binder binder,
      NamedExpression column,
      Call call,
      Expressions expressions,
      AutoNames names,
      List<Output<KqlType>> outputs,
      Set<String> broken) {
    try {
      TupleFunction function = Objects.requireNonNull(expressions.tuple(call));
      List<Scalar> values = expressions.columns(function, call);
      List<Name> given = column.names();
      if (given.size() > values.size()) {
        throw TupleFunction.tooManyNames(binder, call, given.size(), values.size());
      }
      List<String> own = function.names(call);
      int count = given.isEmpty() ? values.size() : given.size();
      for (int i = 0; i < count; i++) {
        String name =
            given.isEmpty()
                ? names.derived(own.get(i))
                : names.written(given.get(i).text(), given.get(i).span());
        outputs.add(new Output<>(name, values.get(i).rex(), values.get(i).type()));
      }
    } catch (UnboundException e) {
      column.names().forEach(name -> broken.add(name.text()));
    }
  }

  private static String name(
      Binder binder, NamedExpression column, AutoNames names, boolean extending) {
    if (column.names().size() > 1) {
      throw binder.unsupported(column.span(), "A list of names for one value");
    }
    if (!column.names().isEmpty()) {
      var name = column.names().getFirst();
      return names.written(name.text(), name.span());
    }
    if (column.value() instanceof KqlExpression.Name name) {
      return names.plain(name.text(), name.span());
    }
    String derived = AutoNames.of(column.value());
    if (derived == null) {
      return names.next();
    }
    // The later of two derived names takes the place of the earlier one, as of any column.
    return extending ? derived : names.derived(derived);
  }
}
