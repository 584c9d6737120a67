package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.OutputColumn;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.lower.Lowered;
import io.flowproof.query.lower.LoweringContext;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandNames;
import io.flowproof.query.spl.Spl;
import io.flowproof.query.spl.SplTree;
import io.flowproof.query.splunk.SplEnvironment;
import java.util.List;
import java.util.Map;

/** Lowers a search: each command makes the next relation. */
public final class SplLowering {
  private SplLowering() {}

  /** The search as a relation; problems go to the context's diagnostics. */
  public static Lowered lower(Spl.Search search, LoweringContext shared, SplEnvironment splunk) {
    SplContext context = new SplContext(shared, splunk);
    List<Command> commands = search.commands();
    Relation<SplType> relation = rows(search, context);
    relation = FieldformatLowering.shown(relation, context);
    if (relation.fields().isEmpty() && shared.diagnostics().isEmpty()) {
      context.error(
          ErrorCode.UNKNOWN_COLUMN,
          commands.getLast().span(),
          "The search leaves no field to show",
          null);
    }
    List<OutputColumn> columns =
        relation.fields().stream()
            .map(f -> new OutputColumn(f.name(), f.type().shown(f.name())))
            .toList();
    return new Lowered(relation, columns, () -> SplTree.print(search));
  }

  /** The rows of a search, which may stand inside another. */
  static Relation<SplType> rows(Spl.Search search, SplContext context) {
    List<Command> commands = search.commands();
    Command first = commands.getFirst();
    Relation<SplType> relation = noted(first(first, context), first, context);
    return after(commands.subList(1, commands.size()), relation, context);
  }

  private static Relation<SplType> noted(
      Relation<SplType> relation, Command command, SplContext context) {
    context.shared().places().note(relation.plan(), context.where(command.span()));
    return relation;
  }

  /** What commands make of rows. */
  static Relation<SplType> after(
      List<Command> commands, Relation<SplType> input, SplContext context) {
    Relation<SplType> relation = input;
    for (Command command : commands) {
      Relation<SplType> events = RawEvent.shown(command, relation, context);
      relation = noted(next(command, events, context), command, context);
    }
    return relation;
  }

  /** The command that brings the events. */
  private static Relation<SplType> first(Command command, SplContext context) {
    return switch (command) {
      case Command.Search search -> BaseSearchLowering.lower(search, context);
      case Command.Makeresults makeresults -> MakeresultsLowering.lower(makeresults, context);
      case Command.Other other -> {
        unsupported(other, context);
        yield nothing(context);
      }
      case Command.Macro macro -> {
        unsupported(macro, context);
        yield nothing(context);
      }
      case Combination combination -> CombinationLowering.first(combination, context);
      case Command other -> {
        context.error(
            ErrorCode.UNKNOWN_TABLE,
            other.span(),
            "The search starts with a command that needs events",
            "start with a search such as sourcetype=aws:cloudwatchlogs:vpcflow, or | makeresults");
        yield nothing(context);
      }
    };
  }

  /** No rows of no fields, to go on with after a problem. */
  static Relation<SplType> nothing(SplContext context) {
    Algebra algebra = context.algebra();
    return new Relation<>(algebra.oneRow(), List.of(), List.of(), List.of());
  }

  static Relation<SplType> next(Command command, Relation<SplType> input, SplContext context) {
    return switch (command) {
      case Command.Search c -> {
        Row row = new Row(context.algebra(), input);
        var condition = new TermLowering(context, row, Map.of()).lower(c.term());
        yield context.algebra().filter(row.relation(), condition);
      }
      case Command.Where c -> WhereLowering.lower(c, input, context);
      case Command.Eval c -> EvalLowering.lower(c, input, context);
      case Command.Stats c -> StatsLowering.lower(c, input, context);
      case Command.Eventstats c -> EventstatsLowering.lower(c, input, context);
      case Command.Fields c -> FieldsLowering.lower(c, input, context);
      case Command.Table c -> FieldsLowering.lower(c, input, context);
      case Command.Rename c -> RenameLowering.lower(c, input, context);
      case Command.Sort c -> SortLowering.lower(c, input, context);
      case Command.Head c -> HeadLowering.lower(c, input, context);
      case Command.Tail c -> HeadLowering.lower(c, input, context);
      case Command.Reverse _ -> HeadLowering.reversed(input, context);
      case Command.Dedup c -> DedupLowering.lower(c, input, context);
      case Command.Bin c -> BinLowering.lower(c, input, context);
      case Command.Fillnull c -> FillnullLowering.lower(c, input, context);
      case Command.Iplocation c -> IplocationLowering.lower(c, input, context);
      case Command.Top c -> TopLowering.lower(c, input, context);
      case Command.Aggregate c ->
          switch (c.kind()) {
            case STREAMSTATS -> StreamstatsLowering.lower(c, input, context);
            case TRENDLINE -> TrendlineLowering.lower(c, input, context);
            case CONVERT -> ConvertLowering.lower(c, input, context);
            case GEOSTATS -> new GeostatsLowering(c, context).lower(input);
          };
      case Command.Chart c -> ChartLowering.lower(c, input, context);
      case Command.Fieldformat c -> FieldformatLowering.lower(c, input, context);
      case Command.Foreach c -> ForeachLowering.lower(c, input, context);
      case Command.Words c -> WordCommandLowering.lower(c, input, context);
      case Command.Makeresults c -> notFirst(c, input, context);
      case Command.Macro c -> {
        unsupported(c, context);
        yield input;
      }
      case Command.Other c -> {
        unsupported(c, context);
        yield input;
      }
      case Combination c -> CombinationLowering.next(c, input, context);
    };
  }

  private static Relation<SplType> notFirst(
      Command.Makeresults command, Relation<SplType> input, SplContext context) {
    context.error(
        ErrorCode.ARGUMENT, command.span(), "'makeresults' must be the first command", null);
    return input;
  }

  private static void unsupported(Command.Other other, SplContext context) {
    context.error(
        ErrorCode.UNSUPPORTED,
        other.nameSpan(),
        "The command '" + other.name() + "' is not supported",
        CommandNames.reason(other.name()));
  }

  private static void unsupported(Command.Macro macro, SplContext context) {
    context.unsupported(
        macro.call().span(), "The macro '" + macro.call().name() + "' is not expanded here");
  }
}
