package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Combination;

/** Leads the commands that bring rows from elsewhere, or take them there, to their classes. */
final class CombinationLowering {
  private CombinationLowering() {}

  /** A command that starts a search. */
  static Relation<SplType> first(Combination command, SplContext context) {
    return switch (command) {
      case Combination.Tstats c -> new TstatsLowering(c, context).lower(null);
      case Combination.Datamodel c -> new DatasetLowering(context).lower(c);
      case Combination.From c -> new DatasetLowering(context).lower(c);
      case Combination.Union c -> new UnionLowering(context).union(c, null);
      case Combination.SetOperation c -> new UnionLowering(context).set(c);
      case Combination.Append c -> SplLowering.rows(c.search(), context);
      case Combination.Inputlookup c -> new InputlookupLowering(c, context).lower(null);
      case Combination.Lookup _,
          Combination.Outputlookup _,
          Combination.Collect _,
          Combination.Join _,
          Combination.Appendcols _,
          Combination.Appendpipe _,
          Combination.Map _,
          Combination.Format _,
          Combination.Return _ -> {
        context.error(
            ErrorCode.UNKNOWN_TABLE,
            command.span(),
            "The search starts with a command that needs events",
            "start with a search such as sourcetype=aws:cloudwatchlogs:vpcflow, or | makeresults");
        yield SplLowering.nothing(context);
      }
    };
  }

  /** A command that has rows before it. */
  static Relation<SplType> next(Combination command, Relation<SplType> input, SplContext context) {
    return switch (command) {
      case Combination.Tstats c -> new TstatsLowering(c, context).lower(input);
      case Combination.Datamodel c -> mustBeFirst(c, "datamodel", input, context);
      case Combination.From c -> mustBeFirst(c, "from", input, context);
      case Combination.SetOperation c -> mustBeFirst(c, "set", input, context);
      case Combination.Union c -> new UnionLowering(context).union(c, input);
      case Combination.Append c -> new UnionLowering(context).append(c, input);
      case Combination.Appendcols c -> new UnionLowering(context).appendcols(c, input);
      case Combination.Appendpipe c -> new UnionLowering(context).appendpipe(c, input);
      case Combination.Join c -> new JoinLowering(c, context).lower(input);
      case Combination.Map c -> new MapLowering(c, context).lower(input);
      case Combination.Format c -> new FormatLowering(context).format(c, input);
      case Combination.Return c -> new FormatLowering(context).returned(c, input);
      case Combination.Lookup c -> new LookupLowering(c, context).lower(input);
      case Combination.Inputlookup c -> new InputlookupLowering(c, context).lower(input);
      case Combination.Outputlookup c -> new WriteLowering(context).outputlookup(c, input);
      case Combination.Collect c -> new WriteLowering(context).collect(c, input);
    };
  }

  private static Relation<SplType> mustBeFirst(
      Combination command, String name, Relation<SplType> input, SplContext context) {
    context.error(
        ErrorCode.ARGUMENT, command.span(), "'" + name + "' must be the first command", null);
    return input;
  }
}
