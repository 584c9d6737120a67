package io.flowproof.app.cli;

import io.flowproof.app.report.CatalogReport;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.catalog.SiemTable;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tables}: what can a rule ask for? */
@Command(
    name = "tables",
    description = "Show the tables that queries see, and where each column's value comes from.",
    footer = {"", "Example:", "  flowproof tables AWSVPCFlow"})
final class TablesCommand implements Callable<Integer> {
  enum Format {
    TABLE,
    JSON,
    MARKDOWN
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "TABLE",
      description = "One table, by its name; all without it.")
  private @Nullable String name;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TABLE;

  private final Terminal terminal;

  TablesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<SiemTable> tables =
        Catalog.all().stream().sorted(Comparator.comparing(SiemTable::name)).toList();
    List<SiemTable> shown =
        tables.stream().filter(table -> name == null || table.name().equals(name)).toList();
    if (name != null && shown.isEmpty()) {
      List<String> names = tables.stream().map(SiemTable::name).toList();
      String hint = Suggestion.didYouMean(name, names);
      throw new UsageException(
          "Unknown table '%s' (%s)"
              .formatted(name, hint == null ? "there are " + String.join(", ", names) : hint));
    }
    switch (format) {
      case TABLE -> CatalogReport.table(terminal.out(), terminal.page(), shown);
      case JSON -> CatalogReport.json(terminal.out(), shown);
      case MARKDOWN -> CatalogReport.markdown(terminal.out(), shown);
    }
    return ExitCode.DONE.number();
  }
}
