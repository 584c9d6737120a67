package io.flowproof.detection.pack.lint;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.detection.given.GivenData;
import io.flowproof.detection.given.GivenFiles;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.splunk.LookupFolders;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.QueryCompiler;
import io.flowproof.query.splunk.ConfFile;
import io.flowproof.query.splunk.Lookups;
import io.flowproof.query.splunk.SplEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code needs} and {@code wants} together are the columns that the texts read, as the compiler
 * knows them: else a rule is called blind that is not, or runs blind. The start of a record, which
 * every schedule needs, is not counted.
 */
final class ColumnsThatAreRead implements LintCheck {
  private static final Set<String> FIELDS =
      Arrays.stream(FlowLogField.values())
          .map(FlowLogField::columnName)
          .collect(Collectors.toSet());

  @Override
  public String name() {
    return "columns-that-are-read";
  }

  @Override
  public List<LintFinding> findings(Pack pack) {
    QueryCompiler compiler = compiler(pack);
    List<LintFinding> found = new ArrayList<>();
    for (Rule rule : pack.rules()) {
      Set<String> said =
          Stream.concat(rule.needs().stream(), rule.wants().stream())
              .map(FlowLogField::columnName)
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> read = new TreeSet<>();
      try {
        for (Language language : Language.values()) {
          Optional<SourceText> text = rule.text(language);
          if (text.isPresent()) {
            read.addAll(read(compiler, text.get(), language));
          }
        }
      } catch (InvalidQueryException e) {
        continue; // Whoever runs the rule says why.
      }
      read.stream()
          .filter(column -> !said.contains(column))
          .map(column -> about(rule, "'%s' is read, and not in needs or wants".formatted(column)))
          .forEach(found::add);
      said.stream()
          .filter(column -> !read.contains(column))
          .map(column -> about(rule, "'%s' is in needs or wants, and not read".formatted(column)))
          .forEach(found::add);
    }
    return found;
  }

  private static Set<String> read(QueryCompiler compiler, SourceText text, Language language) {
    Set<String> columns = new TreeSet<>();
    for (String stored :
        compiler.compile(text, language, QueryTime.at(Instant.EPOCH)).storedColumns()) {
      String column =
          stored
              .substring(stored.indexOf('.') + 1)
              .replace(FlowTables.SRCADDR_IPV4, FlowLogField.SRCADDR.columnName())
              .replace(FlowTables.DSTADDR_IPV4, FlowLogField.DSTADDR.columnName());
      boolean ofLogs =
          stored.startsWith(FlowTables.FLOW + ".")
              || stored.startsWith(FlowTables.COVERAGE_WINDOW + ".");
      if (ofLogs && FIELDS.contains(column) && !column.equals(FlowLogField.START.columnName())) {
        columns.add(column);
      }
    }
    return columns;
  }

  /** Knows the pack's lists; runs nothing. */
  private static QueryCompiler compiler(Pack pack) {
    try {
      GivenData lists =
          GivenData.of(
              new GivenFiles(List.of(), pack.lists(), Map.of(), List.of(), Map.of(), List.of()));
      SplEnvironment splunk =
          SplEnvironment.PLAIN.withLookups(
              Lookups.of(
                  ConfFile.EMPTY,
                  new LookupFolders(List.of(pack.directory().resolve(Pack.LISTS))),
                  false));
      return new QueryCompiler(Catalog.ofFlowLogs().with(lists.tables()), splunk);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
