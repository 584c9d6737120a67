package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code union}: the rows of several tables, the first table's first. With {@code isfuzzy=true} a
 * table that is nowhere is left out, and said.
 */
final class UnionLowering {
  private final Binder binder;
  private final Pipelines pipelines;

  UnionLowering(Binder binder, Pipelines pipelines) {
    this.binder = binder;
    this.pipelines = pipelines;
  }

  /**
   * Lowers a union.
   *
   * @param before the rows before the pipe, or null
   */
  Rows lower(KqlOperator.Union union, UnionLegs.@Nullable Leg before, Environment names) {
    OperatorOptions options =
        OperatorOptions.of(
            binder, "union", union.options(), Set.of("kind", "withsource", "isfuzzy"));
    boolean inner =
        options.oneOf(binder, "kind", List.of("inner", "outer"), "outer").equals("inner");
    boolean fuzzy =
        options.oneOf(binder, "isfuzzy", List.of("true", "false"), "false").equals("true");
    List<UnionLegs.Leg> legs = new ArrayList<>(before == null ? List.of() : List.of(before));
    List<String> missing = new ArrayList<>();
    boolean failed = false;
    for (KqlOperator.UnionMember member : union.members()) {
      try {
        legs.addAll(legs(member, legs.size(), fuzzy, missing, names));
      } catch (UnboundException e) {
        failed = true; // Reported; the other tables are still looked at.
      }
    }
    if (failed && legs.isEmpty()) {
      throw new UnboundException();
    }
    if (legs.isEmpty()) {
      throw binder.problem(
          ErrorCode.UNKNOWN_TABLE,
          union.span(),
          "No table of this union is here",
          "it names " + String.join(", ", missing));
    }
    Rows rows = new UnionLegs(binder).rows(legs, inner, options.word("withsource"));
    return failed ? rows.opened() : rows;
  }

  private List<UnionLegs.Leg> legs(
      KqlOperator.UnionMember member,
      int before,
      boolean fuzzy,
      List<String> missing,
      Environment names) {
    if (member.pattern() != null) {
      List<Name> tables = matching(member.pattern(), names);
      if (tables.isEmpty() && !fuzzy) {
        throw binder.problem(
            ErrorCode.UNKNOWN_TABLE,
            member.span(),
            "No table is named '" + member.pattern().text() + "'");
      }
      if (tables.isEmpty()) {
        leftOut(member, Set.of(member.pattern().text()), missing);
      }
      return tables.stream()
          .map(table -> new UnionLegs.Leg(table.text(), pipelines.rows(table, names)))
          .toList();
    }
    var table = Objects.requireNonNull(member.table());
    String source = UnionLegs.source(table, before);
    if (!fuzzy) {
      return List.of(new UnionLegs.Leg(source, pipelines.rows(table, names)));
    }
    Rows rows =
        binder.fuzzily(
            () -> pipelines.rows(table, names), found -> leftOut(member, found, missing));
    return rows == null ? List.of() : List.of(new UnionLegs.Leg(source, rows));
  }

  private void leftOut(KqlOperator.UnionMember member, Set<String> found, List<String> missing) {
    missing.addAll(found);
    binder
        .context()
        .notice(
            member.span(),
            "The union goes without '"
                + String.join("', '", found)
                + "': no such table is here, and isfuzzy=true lets it be absent");
  }

  /** Tables, and lets that are views, by pattern. */
  List<Name> matching(Kql.NamePattern pattern, Environment names) {
    Set<String> found = new LinkedHashSet<>();
    names.views().stream().filter(pattern::matches).sorted().forEach(found::add);
    Catalog catalog = binder.context().catalog();
    catalog.kqlTableNames().stream()
        .filter(name -> pattern.matches(name) && isThere(catalog, name))
        .forEach(found::add);
    return found.stream().map(name -> new Name(pattern.span(), name)).toList();
  }

  /** A pattern stands for tables whose rows are here, and for no functions. */
  private static boolean isThere(Catalog catalog, String name) {
    return catalog.kqlFunction(name).isEmpty()
        && catalog.kqlTable(name).filter(table -> catalog.missing(table) == null).isPresent();
  }
}
