package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.Field;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlOperator.ReorderedName;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code project-reorder}: these columns first, then the others as they were. */
final class ProjectReorderLowering {
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private final Binder binder;

  ProjectReorderLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.ProjectReorder reorder, Rows rows) {
    Set<Field<KqlType>> first = new LinkedHashSet<>();
    boolean last = false;
    Set<Field<KqlType>> after = new LinkedHashSet<>();
    for (ReorderedName name : reorder.columns()) {
      if (name.pattern().text().equals("*") && name.order() == KqlOperator.NameOrder.AS_THEY_WERE) {
        last = true;
        continue;
      }
      (last ? after : first).addAll(sorted(name, rows));
    }
    List<Field<KqlType>> fields = new ArrayList<>(first);
    rows.fields().stream()
        .filter(field -> !first.contains(field) && !after.contains(field))
        .forEach(fields::add);
    after.stream().filter(field -> !first.contains(field)).forEach(fields::add);
    return rows.with(rows.relation().withFields(fields));
  }

  private List<Field<KqlType>> sorted(ReorderedName name, Rows rows) {
    List<Field<KqlType>> found = new NamePatterns(binder).matching(name.pattern(), rows);
    Comparator<Field<KqlType>> byName = Comparator.comparing(Field::name);
    Comparator<Field<KqlType>> byNumber = Comparator.comparing(f -> padded(f.name()));
    return switch (name.order()) {
      case AS_THEY_WERE -> found;
      case ASC -> found.stream().sorted(byName).toList();
      case DESC -> found.stream().sorted(byName.reversed()).toList();
      case GRANNY_ASC -> found.stream().sorted(byNumber).toList();
      case GRANNY_DESC -> found.stream().sorted(byNumber.reversed()).toList();
    };
  }

  /** With all numbers of one length, so that a9 comes before a10. */
  private static String padded(String name) {
    return DIGITS
        .matcher(name)
        .replaceAll(
            m ->
                Matcher.quoteReplacement(
                    "0".repeat(Math.max(0, 20 - m.group().length())) + m.group()));
  }
}
