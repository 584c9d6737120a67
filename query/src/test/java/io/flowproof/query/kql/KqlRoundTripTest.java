package io.flowproof.query.kql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.Span;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Literal;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator.NameOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Printing a query and parsing what was printed is the identity, for every operator there is. */
class KqlRoundTripTest {
  private static final Span NOWHERE = new Span(0, 0);
  private static final Name T = new Name(NOWHERE, "T");

  @Property(tries = 150)
  void readsBackEveryQueryItPrints(@ForAll("queries") Kql.Query query) {
    String printed = KqlPrinter.print(query);

    Kql.Query again = KqlAssert.parse(printed);

    assertThat(KqlTree.of(again)).as(printed).isEqualTo(KqlTree.of(query));
    assertThat(KqlPrinter.print(again)).isEqualTo(printed);
  }

  @Test
  void knowsEveryOperator() {
    Set<Class<?>> made = new HashSet<>();
    for (Arbitrary<? extends KqlOperator> operator : all()) {
      made.add(operator.sample().getClass());
    }
    assertThat(made)
        .containsAll(
            Arrays.stream(KqlOperator.class.getPermittedSubclasses())
                .filter(type -> type != KqlOperator.Broken.class)
                .collect(Collectors.toSet()));
  }

  @Provide
  static Arbitrary<Kql.Query> queries() {
    return Combinators.combine(statements().list().ofMaxSize(3), pipelines())
        .as(
            (lets, pipeline) -> {
              List<Kql.Statement> all = new ArrayList<>(lets);
              all.add(new Kql.TabularStatement(NOWHERE, pipeline));
              return new Kql.Query(NOWHERE, all);
            });
  }

  private static Arbitrary<Kql.Statement> statements() {
    Arbitrary<Kql.Statement> lets =
        Combinators.combine(names(), Arbitraries.oneOf(values(), tables()))
            .as((name, value) -> new Kql.Let(NOWHERE, name, value));
    Arbitrary<Kql.Statement> functions =
        Combinators.combine(
                names(), Arbitraries.of(true, false), parameters().list().ofMaxSize(3), pipelines())
            .as(
                (name, view, parameters, body) ->
                    new Kql.LetFunction(
                        NOWHERE,
                        name,
                        view,
                        parameters,
                        List.of(new Kql.TabularStatement(NOWHERE, body))));
    Arbitrary<Kql.Statement> options =
        Combinators.combine(names(), values().injectNull(0.3))
            .as((name, value) -> new Kql.SetOption(NOWHERE, name, value));
    Arbitrary<Kql.Statement> declared =
        parameters().list().ofMaxSize(3).map(all -> new Kql.DeclareParameters(NOWHERE, all));
    return Arbitraries.oneOf(lets, functions, options, declared);
  }

  private static Arbitrary<Kql.Parameter> parameters() {
    Arbitrary<Kql.ParameterType> scalars = types().map(type -> new Kql.ScalarType(NOWHERE, type));
    Arbitrary<Kql.ParameterType> tables = columns().map(all -> new Kql.TabularType(NOWHERE, all));
    Arbitrary<Kql.Parameter> plain =
        Combinators.combine(names(), Arbitraries.oneOf(scalars, tables))
            .as((name, type) -> new Kql.Parameter(NOWHERE, name, type, null));
    Arbitrary<Kql.Parameter> withDefault =
        Combinators.combine(names(), scalars, literals())
            .as((name, type, value) -> new Kql.Parameter(NOWHERE, name, type, value));
    return Arbitraries.oneOf(plain, withDefault);
  }

  private static Arbitrary<Kql.Pipeline> pipelines() {
    return Combinators.combine(
            Arbitraries.lazyOf(KqlRoundTripTest::sources),
            Arbitraries.lazyOf(KqlRoundTripTest::stages).list().ofMaxSize(3))
        .as(
            (source, stages) -> {
              List<KqlOperator> operators = new ArrayList<>(List.of(source));
              operators.addAll(stages);
              return new Kql.Pipeline(NOWHERE, operators);
            });
  }

  private static Arbitrary<Kql.Pipeline> subqueries() {
    return Arbitraries.lazyOf(() -> Arbitraries.oneOf(simple()))
        .list()
        .ofMinSize(1)
        .ofMaxSize(2)
        .map(stages -> new Kql.Pipeline(NOWHERE, stages));
  }

  private static List<Arbitrary<? extends KqlOperator>> all() {
    List<Arbitrary<? extends KqlOperator>> all = new ArrayList<>(simple());
    all.addAll(withTables());
    all.addAll(makers());
    return all;
  }

  private static Arbitrary<KqlOperator> sources() {
    return Arbitraries.oneOf(makers()).map(operator -> operator);
  }

  private static Arbitrary<KqlOperator> stages() {
    List<Arbitrary<? extends KqlOperator>> both = new ArrayList<>(simple());
    both.addAll(simple());
    both.addAll(withTables());
    return Arbitraries.oneOf(both).map(operator -> operator);
  }

  private static List<Arbitrary<? extends KqlOperator>> makers() {
    return List.of(
        names().map(name -> new KqlOperator.Read(NOWHERE, name)),
        named().list().ofMinSize(1).ofMaxSize(3).map(all -> new KqlOperator.Print(NOWHERE, all)),
        Combinators.combine(names(), values(), values(), values())
            .as((name, a, b, c) -> new KqlOperator.Range(NOWHERE, name, a, b, c)),
        Combinators.combine(columns(), literals().list().ofMaxSize(4))
            .as((all, cells) -> new KqlOperator.Datatable(NOWHERE, all, cells)),
        Combinators.combine(columns(), literals().list().ofMinSize(1).ofMaxSize(2), properties())
            .as((all, uris, with) -> new KqlOperator.ExternalData(NOWHERE, all, uris, with)));
  }

  private static List<Arbitrary<? extends KqlOperator>> withTables() {
    return List.of(
        Combinators.combine(
                options(), tables(), values().list().ofMinSize(1).ofMaxSize(3), values())
            .as(
                (kind, right, on, where) ->
                    on.size() > 2
                        ? new KqlOperator.Join(NOWHERE, kind, right, List.of(), where)
                        : new KqlOperator.Join(NOWHERE, kind, right, on, null)),
        Combinators.combine(options(), tables(), values().list().ofMinSize(1).ofMaxSize(2))
            .as((kind, right, on) -> new KqlOperator.Lookup(NOWHERE, kind, right, on)),
        Combinators.combine(options(), members().list().ofMinSize(1).ofMaxSize(3))
            .as((kind, members) -> new KqlOperator.Union(NOWHERE, kind, members)),
        Combinators.combine(options(), names(), subqueries())
            .as(
                (hints, name, body) ->
                    new KqlOperator.Partition(NOWHERE, hints, name, false, body)),
        Combinators.combine(options(), names(), pipelines())
            .as((hints, name, body) -> new KqlOperator.Partition(NOWHERE, hints, name, true, body)),
        Combinators.combine(expandOptions(), expansions(), values().injectNull(0.5), subqueries())
            .as(
                (how, all, limit, body) ->
                    new KqlOperator.MvApply(NOWHERE, how, all, limit, body)));
  }

  private static List<Arbitrary<? extends KqlOperator>> simple() {
    List<Arbitrary<? extends KqlOperator>> all = new ArrayList<>(shaping());
    all.addAll(reading());
    return all;
  }

  private static List<Arbitrary<? extends KqlOperator>> shaping() {
    Arbitrary<List<Kql.NamedExpression>> some = named().list().ofMinSize(1).ofMaxSize(3);
    return List.of(
        values().map(value -> new KqlOperator.Where(NOWHERE, value)),
        some.map(columns -> new KqlOperator.Extend(NOWHERE, columns)),
        named().list().ofMaxSize(3).map(columns -> new KqlOperator.Project(NOWHERE, columns)),
        patterns().map(columns -> new KqlOperator.ProjectAway(NOWHERE, columns)),
        patterns().map(columns -> new KqlOperator.ProjectKeep(NOWHERE, columns)),
        some.map(columns -> new KqlOperator.ProjectRename(NOWHERE, columns)),
        Combinators.combine(pattern(), Arbitraries.of(NameOrder.class))
            .as((one, order) -> new KqlOperator.ReorderedName(NOWHERE, one, order))
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(columns -> new KqlOperator.ProjectReorder(NOWHERE, columns)),
        Combinators.combine(hints(), some, named().list().ofMaxSize(2))
            .as((how, columns, by) -> new KqlOperator.Summarize(NOWHERE, how, columns, by)),
        Combinators.combine(hints(), keys().list().ofMinSize(1).ofMaxSize(3))
            .as((how, keys) -> new KqlOperator.Sort(NOWHERE, how, keys)),
        Combinators.combine(hints(), values(), keys())
            .as((how, rows, key) -> new KqlOperator.Top(NOWHERE, how, rows, key)),
        values().map(rows -> new KqlOperator.Take(NOWHERE, rows)),
        names().injectNull(0.5).map(name -> new KqlOperator.Count(NOWHERE, name)),
        Combinators.combine(hints(), values().list().ofMinSize(1).ofMaxSize(3))
            .as((how, columns) -> new KqlOperator.Distinct(NOWHERE, how, columns)),
        Combinators.combine(hints(), names())
            .as((how, name) -> new KqlOperator.As(NOWHERE, how, name)),
        options().map(how -> new KqlOperator.Consume(NOWHERE, how)),
        Arbitraries.just(new KqlOperator.GetSchema(NOWHERE)),
        values().map(rows -> new KqlOperator.Sample(NOWHERE, rows)),
        Combinators.combine(hints(), values(), values())
            .as((how, rows, of) -> new KqlOperator.SampleDistinct(NOWHERE, how, rows, of)),
        named().list().ofMaxSize(2).map(columns -> new KqlOperator.Serialize(NOWHERE, columns)),
        Arbitraries.of(
                "reduce by a", "scan with (step s1: a > 1 => b = 2;)", "fork (take 1) (count)")
            .map(text -> new KqlOperator.OtherOperator(NOWHERE, text.split(" ")[0], text)));
  }

  private static List<Arbitrary<? extends KqlOperator>> reading() {
    Arbitrary<KqlOperator.SeriesValue> series =
        Combinators.combine(named(), literals().injectNull(0.5))
            .as((value, none) -> new KqlOperator.SeriesValue(NOWHERE, value, none));
    Arbitrary<List<KqlOperator.PatternPart>> pattern =
        Arbitraries.oneOf(
                Arbitraries.just((KqlOperator.PatternPart) new KqlOperator.Skip(NOWHERE)),
                Arbitraries.of("a", " \"b\" ").map(text -> new KqlOperator.Anchor(NOWHERE, text)),
                Combinators.combine(names(), types().injectNull(0.5))
                    .as((name, type) -> new KqlOperator.Capture(NOWHERE, name, type)))
            .list()
            .ofMinSize(1)
            .ofMaxSize(4);
    Arbitrary<KqlExpression> bound = values().injectNull(0.4);
    return List.of(
        calls().map(call -> new KqlOperator.Invoke(NOWHERE, call)),
        Combinators.combine(
                hints(), series.list().ofMinSize(1).ofMaxSize(2), values(), bound, bound, values())
            .as(
                (how, values, on, from, to, step) ->
                    new KqlOperator.MakeSeries(
                        NOWHERE, how, values, on, from, to, step, false, List.of())),
        Combinators.combine(series, values(), values(), values(), named().list().ofMaxSize(2))
            .as(
                (value, from, to, step, by) ->
                    new KqlOperator.MakeSeries(
                        NOWHERE, List.of(), List.of(value), from, from, to, step, true, by)),
        Combinators.combine(expandOptions(), expansions(), bound)
            .as((how, columns, limit) -> new KqlOperator.MvExpand(NOWHERE, how, columns, limit)),
        Combinators.combine(Arbitraries.of(true, false), options(), values(), pattern)
            .as(
                (filter, how, text, with) ->
                    new KqlOperator.Parse(NOWHERE, filter, how, text, with)),
        Combinators.combine(values(), columns(), properties())
            .as((text, columns, with) -> new KqlOperator.ParseKv(NOWHERE, text, columns, with)),
        Combinators.combine(names(), options(), properties())
            .as((chart, how, with) -> new KqlOperator.Render(NOWHERE, chart, how, with)),
        Combinators.combine(options(), calls(), Arbitraries.of(true, false), columns())
            .as((how, call, keeps, to) -> new KqlOperator.Evaluate(NOWHERE, how, call, keeps, to)));
  }

  private static Arbitrary<List<KqlOperator.Expansion>> expansions() {
    return Combinators.combine(named(), types().injectNull(0.5))
        .as((column, type) -> new KqlOperator.Expansion(NOWHERE, column, type))
        .list()
        .ofMinSize(1)
        .ofMaxSize(2);
  }

  private static Arbitrary<KqlOperator.UnionMember> members() {
    return Arbitraries.oneOf(
        Arbitraries.of(List.of("", ""), List.of("K", ""), List.of("a", "b", ""))
            .map(parts -> new Kql.NamePattern(NOWHERE, parts))
            .map(pattern -> new KqlOperator.UnionMember(NOWHERE, pattern, null)),
        tables().map(table -> new KqlOperator.UnionMember(NOWHERE, null, table)));
  }

  /** A name, or a pipeline of several operators in parentheses. */
  private static Arbitrary<KqlExpression> tables() {
    Arbitrary<KqlExpression> piped =
        Arbitraries.lazyOf(() -> Arbitraries.oneOf(simple()))
            .list()
            .ofMinSize(1)
            .ofMaxSize(2)
            .map(
                stages -> {
                  List<KqlOperator> operators = new ArrayList<>();
                  operators.add(new KqlOperator.Read(NOWHERE, T));
                  operators.addAll(stages);
                  return new KqlExpression.Tabular(NOWHERE, new Kql.Pipeline(NOWHERE, operators));
                });
    return Arbitraries.oneOf(names().map(name -> name), piped);
  }

  private static Arbitrary<KqlOperator.SortKey> keys() {
    return Combinators.combine(values(), Arbitraries.of(true, false), Arbitraries.of(true, false))
        .as((value, up, first) -> new KqlOperator.SortKey(NOWHERE, value, up, first));
  }

  private static Arbitrary<List<Kql.NamePattern>> patterns() {
    return pattern().list().ofMinSize(1).ofMaxSize(3);
  }

  private static Arbitrary<Kql.NamePattern> pattern() {
    return Arbitraries.of(
            List.of("a"), List.of("a b"), List.of("", "x"), List.of("x", ""), List.of("", "1", ""))
        .map(parts -> new Kql.NamePattern(NOWHERE, parts));
  }

  private static Arbitrary<List<Kql.Option>> options() {
    return Combinators.combine(
            Arbitraries.of("kind", "isfuzzy", "hint.strategy"),
            Arbitraries.oneOf(
                Arbitraries.of("inner", "a b").map(word -> (KqlExpression) new Name(NOWHERE, word)),
                Arbitraries.of(true, false).map(flag -> new Literal(NOWHERE, KqlType.BOOL, flag))))
        .as((name, value) -> new Kql.Option(NOWHERE, name, value))
        .list()
        .ofMaxSize(2);
  }

  private static Arbitrary<List<Kql.Option>> expandOptions() {
    return Arbitraries.of("kind", "bagexpansion", "with_itemindex", "hint.a")
        .map(name -> new Kql.Option(NOWHERE, name, new Name(NOWHERE, "array")))
        .list()
        .ofMaxSize(2);
  }

  private static Arbitrary<List<Kql.Option>> hints() {
    return options()
        .map(all -> all.stream().filter(option -> option.name().startsWith("hint.")).toList());
  }

  private static Arbitrary<List<Kql.NamedExpression>> properties() {
    return Combinators.combine(names(), literals())
        .as((name, value) -> new Kql.NamedExpression(NOWHERE, List.of(name), value))
        .list()
        .ofMaxSize(2);
  }

  private static Arbitrary<List<Kql.ColumnType>> columns() {
    return Combinators.combine(names(), types())
        .as((name, type) -> new Kql.ColumnType(NOWHERE, name, type))
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  private static Arbitrary<Kql.NamedExpression> named() {
    return Combinators.combine(names().list().ofMaxSize(2), values())
        .as((names, value) -> new Kql.NamedExpression(NOWHERE, names, value));
  }

  private static Arbitrary<KqlExpression> calls() {
    return Combinators.combine(names(), values().list().ofMaxSize(2))
        .as(
            (name, values) ->
                new Call(
                    NOWHERE,
                    name,
                    values.stream().map(value -> new Argument(NOWHERE, null, value)).toList()));
  }

  private static Arbitrary<KqlExpression> values() {
    return KqlPrinterTest.expressions();
  }

  private static Arbitrary<KqlExpression> literals() {
    return Arbitraries.of(1L, 0L, 12L).map(value -> new Literal(NOWHERE, KqlType.LONG, value));
  }

  private static Arbitrary<Name> names() {
    return Arbitraries.of("a", "T", "count", "a b", "where", "long", "to")
        .map(text -> new Name(NOWHERE, text));
  }

  private static Arbitrary<KqlType> types() {
    return Arbitraries.of(KqlType.values());
  }
}
