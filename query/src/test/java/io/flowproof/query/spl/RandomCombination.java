package io.flowproof.query.spl;

import io.flowproof.core.source.Span;
import java.util.List;
import java.util.Random;

/** Random trees of the commands that combine searches. */
final class RandomCombination {
  private static final Span HERE = Span.at(0);

  private final Random random;
  private final RandomSearch any;

  RandomCombination(Random random, RandomSearch any) {
    this.random = random;
    this.any = any;
  }

  Command command(int depth) {
    return switch (random.nextInt(depth > 0 ? 16 : 9)) {
      case 0, 1 ->
          new Combination.Tstats(
              any.some(1, this::aggregation),
              random.nextBoolean() ? new Spl.FieldName("Network_Traffic.All_Traffic", HERE) : null,
              random.nextBoolean()
                  ? new SearchTerm.Everything(HERE)
                  : new SearchTerm.Not(any.term(1, depth), HERE),
              any.some(0, any::name),
              any.options("summariesonly", "span"),
              HERE);
      case 2 ->
          new Combination.Datamodel(any.some(0, any::name), any.options("summariesonly"), HERE);
      case 3 ->
          new Combination.From(
              any.pick(List.of("datamodel", "lookup")), new Spl.FieldName("A.b c", HERE), HERE);
      case 4 ->
          new Combination.Lookup(
              any.name(),
              any.some(1, this::field),
              random.nextBoolean()
                  ? null
                  : new CombinationPart.LookupOutput(
                      random.nextBoolean(), any.some(1, this::field), HERE),
              any.options("local"),
              HERE);
      case 5 ->
          new Combination.Inputlookup(
              any.name(),
              random.nextBoolean() ? null : any.term(1, depth),
              any.options("append", "max"),
              HERE);
      case 6 ->
          any.pick(
              List.of(
                  new Combination.Outputlookup(any.name(), any.options("append"), HERE),
                  new Combination.Collect(any.options("index"), HERE)));
      case 7 ->
          new Combination.Format(
              any.pick(List.of(List.of(), List.of("(", "", "\"", ")", "OR", "x y"))),
              any.options("maxresults"),
              HERE);
      case 8 -> new Combination.Return(any.number(), any.some(1, this::item), HERE);
      case 9 ->
          new Combination.Join(
              any.some(0, any::name), List.of(), any.options("type", "max"), search(depth), HERE);
      case 10 ->
          new Combination.Join(
              List.of(),
              List.of(
                  new CombinationPart.JoinPair(
                      new Spl.FieldName("L.a", HERE), new Spl.FieldName("R.b", HERE), HERE)),
              any.options("left", "right"),
              search(depth),
              HERE);
      case 11 -> new Combination.Append(search(depth), any.options("maxout"), HERE);
      case 12 -> new Combination.Appendcols(search(depth), any.options("override"), HERE);
      case 13 -> new Combination.Appendpipe(search(depth), any.options("run_in_preview"), HERE);
      case 14 ->
          new Combination.Union(
              any.pick(List.of(Combination.Union.Kind.values())),
              List.of(),
              any.some(2, () -> search(depth)),
              any.options("maxout"),
              HERE);
      default ->
          new Combination.SetOperation(
              any.pick(List.of(Combination.SetOperation.Kind.values())),
              search(depth),
              search(depth),
              HERE);
    };
  }

  private Spl.Search search(int depth) {
    return any.search(depth - 1);
  }

  /** Without eval, in which tstats takes an apostrophe for a letter. */
  private CommandPart.Aggregation aggregation() {
    return new CommandPart.Aggregation(
        "dc", HERE, new CommandPart.AggregatedField(any.name(), HERE), any.name(), HERE);
  }

  private CombinationPart.LookupField field() {
    return new CombinationPart.LookupField(
        any.name(), random.nextBoolean() ? any.name() : null, HERE);
  }

  private CombinationPart.ReturnItem item() {
    boolean bare = random.nextBoolean();
    return new CombinationPart.ReturnItem(
        !bare && random.nextBoolean() ? new Spl.FieldName("Alias", HERE) : null,
        bare ? new Spl.FieldName("src_ip", HERE) : any.name(),
        bare,
        HERE);
  }
}
