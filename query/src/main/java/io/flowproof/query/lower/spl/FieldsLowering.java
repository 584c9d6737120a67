package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.FieldName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code fields} keeps or removes fields; internal ones, which begin with an underscore, stay
 * unless they are named for removal. {@code table} keeps exactly the named ones, in that order.
 */
final class FieldsLowering {
  private FieldsLowering() {}

  static Relation<SplType> lower(
      Command.Fields command, Relation<SplType> input, SplContext context) {
    List<Field<SplType>> named = named(command.fields(), input, context);
    if (command.selection() == Command.Fields.Selection.REMOVE) {
      return input.withFields(
          input.fields().stream().filter(field -> !named.contains(field)).toList());
    }
    List<Field<SplType>> kept = new ArrayList<>(named);
    input.fields().stream()
        .filter(field -> field.name().startsWith("_") && !named.contains(field))
        .forEach(kept::add);
    return input.withFields(kept);
  }

  static Relation<SplType> lower(
      Command.Table command, Relation<SplType> input, SplContext context) {
    Row row = new Row(context.algebra(), input);
    Map<String, Output<SplType>> outputs = new LinkedHashMap<>();
    for (FieldName name : command.fields()) {
      List<Field<SplType>> fields = matching(name, input);
      fields.forEach(
          f -> outputs.putIfAbsent(f.name(), new Output<>(f.name(), row.value(f).rex(), f.type())));
      if (fields.isEmpty() && !name.isPattern()) {
        context.missingField(name.name(), name.span(), input.names());
        Value missing = context.scalars().missing();
        outputs.putIfAbsent(name.name(), new Output<>(name.name(), missing.rex(), missing.type()));
      }
    }
    return outputs.isEmpty()
        ? input.withFields(List.of())
        : context.algebra().project(input, List.copyOf(outputs.values()));
  }

  private static List<Field<SplType>> named(
      List<FieldName> names, Relation<SplType> input, SplContext context) {
    List<Field<SplType>> fields = new ArrayList<>();
    for (FieldName name : names) {
      List<Field<SplType>> matching = matching(name, input);
      if (matching.isEmpty() && !name.isPattern()) {
        context.missingField(name.name(), name.span(), input.names());
      }
      matching.stream().filter(field -> !fields.contains(field)).forEach(fields::add);
    }
    return fields;
  }

  /** The fields that a name stands for; a wildcard at the front does not reach internal ones. */
  static List<Field<SplType>> matching(FieldName name, Relation<SplType> input) {
    if (!name.isPattern()) {
      return input.field(name.name()).stream().toList();
    }
    Wildcard wildcard = Wildcard.ofNames(name.name());
    return input.fields().stream()
        .filter(f -> wildcard.matches(f.name()))
        .filter(f -> !f.name().startsWith("_") || name.name().startsWith("_"))
        .toList();
  }
}
