package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.Renaming;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code rename}: the new name replaces a field that has it already; a field that is missing takes
 * the target away with it. Wildcards on both sides stand for the same text.
 */
final class RenameLowering {
  private RenameLowering() {}

  static Relation<SplType> lower(
      Command.Rename rename, Relation<SplType> input, SplContext context) {
    Relation<SplType> relation = input;
    for (Renaming renaming : rename.renamings()) {
      relation = lower(renaming, relation, context);
    }
    return relation;
  }

  private static Relation<SplType> lower(
      Renaming renaming, Relation<SplType> input, SplContext context) {
    String from = renaming.from().name();
    String to = renaming.to().name();
    if (!renaming.from().isPattern()) {
      if (input.field(from).isEmpty()) {
        context.missingField(from, renaming.from().span(), input.names());
      }
      return renamed(input, from, to);
    }
    if (Wildcard.count(from) != Wildcard.count(to)) {
      context.error(
          ErrorCode.ARGUMENT,
          renaming.span(),
          "Both names need the same number of wildcards",
          "such as: rename \"a.*\" AS *");
      return input;
    }
    Wildcard wildcard = Wildcard.ofNames(from);
    Relation<SplType> relation = input;
    for (Field<SplType> field : FieldsLowering.matching(renaming.from(), input)) {
      Optional<String> name = wildcard.translate(field.name(), to);
      if (name.isPresent()) {
        relation = renamed(relation, field.name(), name.get());
      }
    }
    return relation;
  }

  private static Relation<SplType> renamed(Relation<SplType> input, String from, String to) {
    if (from.equals(to)) {
      return input;
    }
    List<Field<SplType>> fields = new ArrayList<>();
    for (Field<SplType> field : input.fields()) {
      if (field.name().equals(from)) {
        fields.add(new Field<>(to, field.type(), field.index()));
      } else if (!field.name().equals(to)) {
        fields.add(field);
      }
    }
    return input.withFields(fields);
  }
}
