package io.flowproof.app.cli;

import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.query.compile.TableViews;
import io.flowproof.query.sql.EngineSql;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lake views}: the SIEMs' tables in another engine. */
@Command(
    name = "views",
    description = {
      "Print the SIEMs' tables as views over a lake's tables in Trino, or make them there, for those",
      "who ask Trino themselves. Queries in KQL and SPL need none."
    },
    footer = {
      "",
      "Example:",
      "  flowproof lake views --engine trino --trino-url http://localhost:8080 --apply"
    })
final class LakeViewsCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  @Mixin private final RemoteArguments remote = new RemoteArguments();

  @Option(names = "--apply", description = "Make the views, instead of printing them.")
  private boolean apply;

  private final Terminal terminal;

  LakeViewsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (!remote.isAsked()) {
      throw new UsageException("lake views is for another engine: --engine trino");
    }
    List<TableViews.View> views = TableViews.of(EngineSql.TRINO);
    if (apply) {
      apply(views);
    } else {
      print(views);
    }
    for (TableViews.View view : views) {
      if (!view.left().isEmpty()) {
        terminal.say(
            "%s lacks %s: the engine has no form of them"
                .formatted(view.name(), String.join(", ", view.left())));
      }
    }
    return ExitCode.DONE.number();
  }

  private void print(List<TableViews.View> views) {
    PrintStream out = terminal.out();
    for (TableViews.View view : views) {
      out.println("-- " + view.table());
      out.println(view.statement() + ";");
      out.println();
    }
  }

  private void apply(List<TableViews.View> views) {
    try (Watchdog watchdog = Watchdog.halting(() -> {});
        QueryEngine engine = remote.engine(TIMEOUT, watchdog)) {
      for (TableViews.View view : views) {
        engine.all(view.statement());
        terminal.out().println(view.name() + ": " + view.table());
      }
    }
  }
}
