package io.flowproof.app.cli;

import io.flowproof.aws.AwsException;
import io.flowproof.core.signing.InvalidKeyFileException;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.detection.coverage.InvalidConfigurationException;
import io.flowproof.detection.gaps.InvalidCountsException;
import io.flowproof.detection.pack.InvalidPackException;
import io.flowproof.detection.proof.InvalidProofException;
import io.flowproof.engine.api.EngineException;
import io.flowproof.evidence.custody.InvalidCaseException;
import io.flowproof.flowlog.enrich.InvalidEnrichmentException;
import io.flowproof.lake.table.LakeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on standard error what went wrong, and finds the exit code for it. */
final class Failures {
  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  /** A wrong argument: what is wrong, what was perhaps meant, where to look. */
  int wrongArguments(ParameterException e, String[] arguments) {
    terminal.say(String.valueOf(e.getMessage()));
    CommandLine command = e.getCommandLine();
    if (arguments.length == 0) {
      command.usage(command.getErr());
      return ExitCode.INVALID.number();
    }
    if (e instanceof UnmatchedArgumentException) {
      UnmatchedArgumentException.printSuggestions(e, command.getErr());
      command.getErr().flush();
    }
    return seeHelp(command);
  }

  /** Anything that a command threw. */
  int failed(Exception e, CommandLine command) {
    if (Interruption.happened()) {
      return ExitCode.INTERRUPTED.number();
    }
    String full = e instanceof AwsException ? null : FullDisk.message(e);
    if (full != null) {
      terminal.say("ENGINE: " + full);
      traceIfWanted(e);
      return ExitCode.ENGINE.number();
    }
    return switch (e) {
      case UsageException usage -> {
        terminal.say(String.valueOf(usage.getMessage()));
        yield seeHelp(command);
      }
      case InvalidQueryException query -> {
        terminal.err().println(query.getMessage());
        yield (query.unsupportedOnly() ? ExitCode.UNSUPPORTED : ExitCode.INVALID).number();
      }
      case InvalidConfigurationException configuration -> invalid(configuration);
      case InvalidCountsException counts -> invalid(counts);
      case InvalidEnrichmentException enrichment -> invalid(enrichment);
      case InvalidProofException proof -> invalid(proof);
      case InvalidPackException pack -> {
        terminal.err().println(pack.getMessage());
        yield ExitCode.INVALID.number();
      }
      case InvalidCaseException evidence -> {
        terminal.say(String.valueOf(evidence.getMessage()));
        yield ExitCode.DATA.number();
      }
      case AwsException aws -> {
        terminal.say("ENGINE: " + aws.getMessage());
        yield ExitCode.ENGINE.number();
      }
      case InvalidKeyFileException key -> invalid(key);
      case EngineException engine -> coded(engine.code(), engine);
      case LakeException lake -> coded(lake.code(), lake);
      case PipeOutput.ClosedException closed -> outputClosed(closed);
      case Exception bug -> bug(bug);
    };
  }

  private int invalid(Exception e) {
    terminal.say(String.valueOf(e.getMessage()));
    return ExitCode.INVALID.number();
  }

  private int coded(ErrorCode code, Exception e) {
    terminal.say(code + ": " + e.getMessage());
    traceIfWanted(e);
    return ExitCode.of(code).number();
  }

  private int seeHelp(CommandLine command) {
    terminal.err().println("Try 'flowproof %s--help'.".formatted(name(command)));
    return ExitCode.INVALID.number();
  }

  private static String name(CommandLine command) {
    CommandLine parent = command.getParent();
    return parent == null ? "" : name(parent) + command.getCommandName() + " ";
  }

  private int outputClosed(PipeOutput.ClosedException closed) {
    if (closed.readerIsGone()) {
      return ExitCode.DONE.number();
    }
    terminal.say("ENGINE: Cannot write the result: " + closed.getMessage());
    return ExitCode.ENGINE.number();
  }

  /** A bug of ours, of which a person wants to see one line and we all. */
  int bug(Throwable bug) {
    StringWriter trace = new StringWriter();
    bug.printStackTrace(new PrintWriter(trace));
    terminal.say("INTERNAL: this is a bug of Flowproof: " + bug);
    if (debugging()) {
      terminal.err().print(trace);
      return ExitCode.BUG.number();
    }
    try {
      Path file = Files.createTempFile("flowproof-bug-", ".txt");
      Files.writeString(file, trace.toString());
      terminal.say("the stack trace is in " + file + " (FLOWPROOF_DEBUG=1 prints it)");
    } catch (IOException e) {
      terminal.err().print(trace);
    }
    return ExitCode.BUG.number();
  }

  private void traceIfWanted(Exception e) {
    if (debugging()) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      terminal.err().print(trace);
    }
  }

  private boolean debugging() {
    return terminal.environment().getOrDefault("FLOWPROOF_DEBUG", "").equals("1");
  }
}
