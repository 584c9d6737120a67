package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.algebra.Windows;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Commands that put rows of several searches together: {@code append}, {@code appendpipe}, {@code
 * appendcols}, {@code union}, {@code multisearch}, {@code set} (the pages of that name, Search
 * Reference). A subsearch has the given time range, not that of the search around it.
 */
final class UnionLowering {
  private final SplContext context;

  UnionLowering(SplContext context) {
    this.context = context;
  }

  Relation<SplType> append(Combination.Append append, Relation<SplType> input) {
    Relation<SplType> rows =
        limited(
            "append", SplLowering.rows(append.search(), context), append.options(), append.span());
    return Stack.of(List.of(input, rows), context);
  }

  Relation<SplType> appendpipe(Combination.Appendpipe append, Relation<SplType> input) {
    List<Command> commands = append.search().commands();
    return Stack.of(List.of(input, SplLowering.after(commands, input, context)), context);
  }

  /** The rows of a subsearch, as many as Splunk takes or the option {@code maxout} says. */
  Relation<SplType> limited(
      String command, Relation<SplType> rows, List<Option> options, Span span) {
    int most =
        command.equals("join")
            ? context.splunk().limits().join()
            : context.splunk().limits().append();
    for (Option option : options) {
      if (option.name().equals("maxout")) {
        int asked = Options.number(option, 0, Integer.MAX_VALUE - 1, context);
        if (asked > 0) {
          return context.algebra().limit(rows, asked);
        }
      } else if (option.name().equals("extendtimerange") && Options.isTrue(option, context)) {
        context.unsupported(option.span(), "The option 'extendtimerange' is not supported");
      }
    }
    return RowBound.first(
        rows,
        most,
        span,
        String.format(
            Locale.ROOT,
            "%s took the first %,d rows of its subsearch, as Splunk does",
            command,
            most),
        context);
  }

  Relation<SplType> union(Combination.Union union, @Nullable Relation<SplType> input) {
    List<Relation<SplType>> parts = new ArrayList<>();
    if (input != null) {
      parts.add(input);
    }
    for (FieldName dataset : union.datasets()) {
      parts.add(dataset(dataset));
    }
    boolean multisearch = union.kind() == Combination.Union.Kind.MULTISEARCH;
    boolean streams = true;
    for (Spl.Search search : union.searches()) {
      Relation<SplType> rows = SplLowering.rows(search, context);
      boolean isStream = !rows.provenance().isEmpty();
      streams &= isStream;
      if (multisearch && !isStream && context.shared().diagnostics().isEmpty()) {
        context.error(
            ErrorCode.ARGUMENT,
            search.span(),
            "'multisearch' takes searches of events only",
            "append takes other searches");
      }
      // What streams on the indexers is not cut ("union", Usage).
      parts.add(isStream ? rows : limited("union", rows, union.options(), union.span()));
    }
    Relation<SplType> stacked = Stack.of(parts, context);
    return streams && (input == null || !input.provenance().isEmpty()) && parts.size() > 1
        ? newestFirst(stacked)
        : stacked;
  }

  private Relation<SplType> dataset(FieldName name) {
    int colon = name.name().indexOf(':');
    if (colon < 0) {
      context.error(
          ErrorCode.ARGUMENT,
          name.span(),
          "'" + name.name() + "' is not a dataset",
          "such as lookup:\"name\", datamodel:\"Model.Dataset\" or a search in brackets");
      return SplLowering.nothing(context);
    }
    FieldName dataset = new FieldName(name.name().substring(colon + 1), name.span());
    return CombinationLowering.first(
        new Combination.From(
            name.name().substring(0, colon).toLowerCase(Locale.ROOT), dataset, name.span()),
        context);
  }

  private Relation<SplType> newestFirst(Relation<SplType> rows) {
    List<SortKey> order = new ArrayList<>();
    rows.field("_time")
        .ifPresent(
            time ->
                order.add(
                    new SortKey(time.index(), SortKey.Direction.DESCENDING, SortKey.Nulls.LAST)));
    order.addAll(rows.order());
    return rows.withOrder(order);
  }

  Relation<SplType> appendcols(Combination.Appendcols append, Relation<SplType> input) {
    boolean overrides = false;
    List<Option> limits = new ArrayList<>();
    for (Option option : append.options()) {
      if (option.name().equals("override")) {
        overrides = Options.isTrue(option, context);
      } else {
        limits.add(option);
      }
    }
    Relation<SplType> rows =
        limited("appendcols", SplLowering.rows(append.search(), context), limits, append.span());
    Algebra algebra = context.algebra();
    Row left = new Row(algebra, input);
    RexNode leftNumber = left.once(Windows.rowNumber(algebra, input, List.of()));
    Row right = new Row(algebra, rows);
    RexNode rightNumber = right.once(Windows.rowNumber(algebra, rows, List.of()));
    Beside beside = new Beside(left.relation(), right.relation(), context);
    RelNode joined =
        beside.join(JoinRelType.FULL, context.sql().equal(leftNumber, beside.inRight(rightNumber)));
    List<Output<SplType>> outputs =
        beside.outputs(joined, overrides, field -> !field.startsWith("_"));
    RexNode number =
        context
            .sql()
            .coalesce(
                Types.LONG,
                algebra.ref(joined, ((org.apache.calcite.rex.RexInputRef) leftNumber).getIndex()),
                algebra.ref(
                    joined,
                    ((org.apache.calcite.rex.RexInputRef) beside.inRight(rightNumber)).getIndex()));
    List<RexNode> columns = new ArrayList<>();
    List<Field<SplType>> fields = new ArrayList<>();
    for (Output<SplType> output : outputs) {
      fields.add(new Field<>(output.name(), output.type(), columns.size()));
      columns.add(output.expression());
    }
    columns.add(number);
    SortKey order =
        new SortKey(columns.size() - 1, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST);
    return new Relation<>(algebra.project(joined, columns), fields, List.of(), List.of(order));
  }

  Relation<SplType> set(Combination.SetOperation set) {
    List<Relation<SplType>> both =
        List.of(
            limited("set", SplLowering.rows(set.left(), context), List.of(), set.span()),
            limited("set", SplLowering.rows(set.right(), context), List.of(), set.span()));
    Relation<SplType> stacked = Stack.of(both, context);
    Algebra algebra = context.algebra();
    List<RexNode> keys = new ArrayList<>();
    List<Field<SplType>> fields = new ArrayList<>();
    for (Field<SplType> field : stacked.fields()) {
      fields.add(new Field<>(field.name(), field.type(), keys.size()));
      keys.add(algebra.ref(stacked, field));
    }
    RexNode part = algebra.ref(stacked.plan(), stacked.order().getFirst().index());
    RelNode grouped =
        algebra.aggregate(
            stacked.plan(), keys, List.of(measure("min({0})", part), measure("max({0})", part)));
    RexNode first = algebra.ref(grouped, keys.size());
    RexNode last = algebra.ref(grouped, keys.size() + 1);
    RexNode isInOne = context.sql().equal(first, last);
    RelNode kept =
        algebra.filter(
            grouped,
            switch (set.kind()) {
              case UNION -> context.sql().bool(true);
              case DIFF -> isInOne;
              case INTERSECT -> context.sql().not(isInOne);
            });
    List<SortKey> order = new ArrayList<>();
    for (Field<SplType> field : fields) {
      order.add(new SortKey(field.index(), SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
    }
    return new Relation<>(kept, fields, List.of(), order);
  }

  private static Measure measure(String template, RexNode argument) {
    return new Measure(new EngineAggregate(template, Types.LONG, template), List.of(argument));
  }
}
