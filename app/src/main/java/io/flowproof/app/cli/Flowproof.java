package io.flowproof.app.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program: its commands, and the way in. */
@Command(
    name = "flowproof",
    description = "Turns AWS VPC Flow Logs into proof.",
    version = Flowproof.VERSION,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  flowproof detect examples/logs      what happened in these logs?",
      "  flowproof inspect examples/logs     is every line accounted for?",
      "",
      "Exit codes: 0 done, 1 a check failed (--fail-on), 2 wrong usage or invalid query or rule,",
      "3 valid but not supported, 4 a problem in the data (--strict), 5 the engine failed or a"
          + " limit",
      "was reached, 70 a bug of ours, 130 interrupted."
    })
@SuppressWarnings("UnusedVariable") // The fields of options without a body are picocli's affair.
public final class Flowproof {
  /** The version. */
  static final String NUMBER = "0.1.0";

  /** Name and version. */
  static final String VERSION = "flowproof " + NUMBER;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  private boolean version;

  /** The commands, in the order of the help text. */
  private static final List<String> COMMANDS =
      List.of(
          "inspect",
          "query",
          "ingest",
          "receive",
          "lake",
          "enrich",
          "detect",
          "coverage",
          "case",
          "tables",
          "replay",
          "simulate",
          "collect",
          "investigate",
          "evidence",
          "gaps",
          "lines",
          "prove",
          "key",
          "verify");

  private Flowproof() {}

  /** Runs one command in a process of its own. */
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.ofProcess();
    Interruption.watch(terminal);
    String training = System.getProperty("flowproof.training");
    if (training != null) {
      TrainingRun.run(Path.of(training));
      Interruption.finish();
      return;
    }
    int code = run(arguments, terminal);
    if (!Interruption.happened()) {
      terminal.err().flush();
      Interruption.finish();
      // Everything is closed; an orderly exit would only take longer.
      Runtime.getRuntime().halt(code);
    }
  }

  /** Runs one command and returns the process's exit code (see the help text). */
  public static int run(String[] arguments, Terminal terminal) {
    Failures failures = new Failures(terminal);
    try {
      int code = commandLine(terminal, failures, arguments).execute(arguments);
      terminal.out().flush();
      return code;
    } catch (PipeOutput.ClosedException e) {
      return e.readerIsGone() ? ExitCode.DONE.number() : ExitCode.ENGINE.number();
    } catch (OutOfMemoryError e) {
      terminal.say(
          "MEMORY: The result is too large for Java's memory (narrow the query, or set"
              + " FLOWPROOF_JAVA_OPTS=-Xmx2g)");
      return ExitCode.ENGINE.number();
    } catch (Error e) {
      return failures.bug(e);
    }
  }

  /** The commands to make: to read the annotations of all is half of what a start takes. */
  private static List<String> wanted(String[] arguments) {
    if (arguments.length > 0 && COMMANDS.contains(arguments[0])) {
      return List.of(arguments[0]);
    }
    boolean versionOnly =
        arguments.length == 1 && List.of("--version", "-V").contains(arguments[0]);
    return versionOnly ? List.of() : COMMANDS;
  }

  private static Object command(String name, Terminal terminal) {
    return switch (name) {
      case "inspect" -> new InspectCommand(terminal);
      case "query" -> new QueryCommand(terminal);
      case "ingest" -> new IngestCommand(terminal);
      case "receive" -> new ReceiveCommand(terminal);
      case "lake" ->
          new CommandLine(new LakeCommand(terminal)).addSubcommand(new LakeViewsCommand(terminal));
      case "enrich" -> new EnrichCommand(terminal);
      case "detect" -> new DetectCommand(terminal);
      case "coverage" -> new CoverageCommand(terminal);
      case "case" -> new CaseCommand(terminal);
      case "tables" -> new TablesCommand(terminal);
      case "replay" -> new ReplayCommand(terminal);
      case "simulate" -> new SimulateCommand(terminal);
      case "collect" ->
          new CommandLine(new CollectCommand())
              .addSubcommand(new CollectFilesCommand(terminal))
              .addSubcommand(new CollectS3Command(terminal))
              .addSubcommand(new CollectCloudWatchCommand(terminal))
              .addSubcommand(new CollectInventoryCommand(terminal));
      case "investigate" ->
          new CommandLine(new InvestigateCommand())
              .addSubcommand(new InvestigateIpCommand(terminal))
              .addSubcommand(new InvestigateAssetCommand(terminal))
              .addSubcommand(new InvestigateEniCommand(terminal))
              .addSubcommand(new InvestigateConnectionCommand(terminal))
              .addSubcommand(new InvestigateExfilCommand(terminal))
              .addSubcommand(new InvestigatePathsCommand(terminal))
              .addSubcommand(new InvestigateUnmanagedCommand(terminal))
              .addSubcommand(new InvestigateTimelineCommand(terminal));
      case "evidence" -> new EvidenceCommand(terminal);
      case "gaps" -> new GapsCommand(terminal);
      case "lines" -> new LinesCommand(terminal);
      case "prove" -> new ProveCommand(terminal);
      case "key" -> new KeyCommand(terminal);
      case "verify" -> new VerifyCommand(terminal);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static CommandLine commandLine(Terminal terminal, Failures failures, String[] arguments) {
    CommandLine root = new CommandLine(new Flowproof());
    wanted(arguments).forEach(name -> root.addSubcommand(command(name, terminal)));
    return root.setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedSubcommandsAllowed(false)
        .setUsageHelpWidth(100)
        .setUsageHelpLongOptionsMaxWidth(28)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setOut(new PrintWriter(terminal.out(), false, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(failures::wrongArguments)
        .setExecutionExceptionHandler((e, command, parsed) -> failures.failed(e, command));
  }
}
