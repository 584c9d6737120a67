package io.flowproof.query.kql;

import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator.SortKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of tabular operators. */
final class OperatorText {
  private OperatorText() {}

  static String of(KqlOperator operator) {
    return switch (operator) {
      case KqlOperator.Read read -> KqlPrinter.print(read.table());
      case KqlOperator.Where where -> "where " + KqlPrinter.print(where.predicate());
      case KqlOperator.Extend extend -> "extend " + named(extend.columns());
      case KqlOperator.Project project -> ("project " + named(project.columns())).strip();
      case KqlOperator.ProjectAway away -> "project-away " + patterns(away.columns());
      case KqlOperator.ProjectKeep keep -> "project-keep " + patterns(keep.columns());
      case KqlOperator.ProjectRename rename -> "project-rename " + named(rename.columns());
      case KqlOperator.ProjectReorder reorder -> projectReorder(reorder);
      case KqlOperator.Summarize summarize -> summarize(summarize);
      case KqlOperator.Sort sort -> sort(sort);
      case KqlOperator.Top top -> top(top);
      case KqlOperator.Take take -> "take " + KqlPrinter.print(take.rows());
      case KqlOperator.Count count -> "count" + after(" as ", count.name());
      case KqlOperator.Distinct distinct -> distinct(distinct);
      case KqlOperator.As as -> "as " + options(as.hints()) + name(as.name());
      case KqlOperator.Consume consume -> ("consume " + options(consume.options())).strip();
      case KqlOperator.GetSchema schema -> "getschema";
      case KqlOperator.Invoke invoke -> "invoke " + KqlPrinter.print(invoke.call());
      case KqlOperator.Join join -> join(join);
      case KqlOperator.Lookup lookup -> lookup(lookup);
      case KqlOperator.MakeSeries series -> makeSeries(series);
      case KqlOperator.MvExpand expand -> mvExpand(expand);
      case KqlOperator.MvApply apply -> mvApply(apply);
      case KqlOperator.Parse parse -> parse(parse);
      case KqlOperator.ParseKv parse -> parseKv(parse);
      case KqlOperator.Partition partition -> partition(partition);
      case KqlOperator.Render render -> render(render);
      case KqlOperator.Sample sample -> "sample " + KqlPrinter.print(sample.rows());
      case KqlOperator.SampleDistinct sample -> sampleDistinct(sample);
      case KqlOperator.Serialize serialize -> ("serialize " + named(serialize.columns())).strip();
      case KqlOperator.Union union -> union(union);
      case KqlOperator.Evaluate evaluate -> evaluate(evaluate);
      case KqlOperator.Print print -> "print " + named(print.columns());
      case KqlOperator.Range range -> range(range);
      case KqlOperator.Datatable table -> datatable(table);
      case KqlOperator.ExternalData data -> externalData(data);
      case KqlOperator.Broken broken -> "…";
      case KqlOperator.OtherOperator other -> other.text();
    };
  }

  private static String projectReorder(KqlOperator.ProjectReorder reorder) {
    return "project-reorder " + KqlPrinter.list(reorder.columns(), OperatorText::reordered);
  }

  private static String sort(KqlOperator.Sort sort) {
    return "sort "
        + options(sort.hints())
        + "by "
        + KqlPrinter.list(sort.keys(), OperatorText::key);
  }

  private static String top(KqlOperator.Top top) {
    return "top %s%s by %s"
        .formatted(options(top.hints()), KqlPrinter.print(top.rows()), key(top.key()));
  }

  private static String distinct(KqlOperator.Distinct distinct) {
    return "distinct "
        + options(distinct.hints())
        + KqlPrinter.list(distinct.columns(), KqlPrinter::print);
  }

  private static String lookup(KqlOperator.Lookup lookup) {
    return "lookup %s%s on %s"
        .formatted(
            options(lookup.options()),
            KqlPrinter.print(lookup.right()),
            KqlPrinter.list(lookup.on(), KqlPrinter::print));
  }

  private static String mvExpand(KqlOperator.MvExpand expand) {
    return "mv-expand " + expansion(expand.options(), expand.columns(), expand.limit());
  }

  private static String mvApply(KqlOperator.MvApply apply) {
    return "mv-apply %s on (%s)"
        .formatted(
            expansion(apply.options(), apply.columns(), apply.limit()),
            KqlPrinter.pipeline(apply.body(), " "));
  }

  private static String parseKv(KqlOperator.ParseKv parse) {
    return "parse-kv %s as (%s)%s"
        .formatted(
            KqlPrinter.print(parse.text()),
            KqlPrinter.columns(parse.columns()),
            properties(parse.properties()));
  }

  private static String render(KqlOperator.Render render) {
    return "render "
        + (name(render.chart()) + " " + options(render.options())).strip()
        + properties(render.properties());
  }

  private static String sampleDistinct(KqlOperator.SampleDistinct sample) {
    return "sample-distinct %s%s of %s"
        .formatted(
            options(sample.hints()),
            KqlPrinter.print(sample.rows()),
            KqlPrinter.print(sample.column()));
  }

  private static String union(KqlOperator.Union union) {
    return "union "
        + options(union.options())
        + KqlPrinter.list(union.members(), OperatorText::member);
  }

  private static String range(KqlOperator.Range range) {
    return "range %s from %s to %s step %s"
        .formatted(
            name(range.name()),
            KqlPrinter.print(range.from()),
            KqlPrinter.print(range.to()),
            KqlPrinter.print(range.step()));
  }

  private static String datatable(KqlOperator.Datatable table) {
    return "datatable(%s)[%s]"
        .formatted(
            KqlPrinter.columns(table.columns()),
            KqlPrinter.list(table.values(), KqlPrinter::print));
  }

  private static String externalData(KqlOperator.ExternalData data) {
    return "externaldata(%s)[%s]%s"
        .formatted(
            KqlPrinter.columns(data.columns()),
            KqlPrinter.list(data.addresses(), KqlPrinter::print),
            properties(data.properties()));
  }

  private static String summarize(KqlOperator.Summarize summarize) {
    StringBuilder text = new StringBuilder("summarize ").append(options(summarize.hints()));
    text.append(named(summarize.aggregates()));
    if (!summarize.by().isEmpty()) {
      text.append(summarize.aggregates().isEmpty() ? "by " : " by ").append(named(summarize.by()));
    }
    return text.toString().strip();
  }

  private static String join(KqlOperator.Join join) {
    String condition =
        join.where() == null
            ? " on " + KqlPrinter.list(join.on(), KqlPrinter::print)
            : " where " + KqlPrinter.print(join.where());
    return "join " + options(join.options()) + KqlPrinter.print(join.right()) + condition;
  }

  private static String makeSeries(KqlOperator.MakeSeries series) {
    String range =
        series.inRange()
            ? "in range(%s, %s, %s)"
                .formatted(
                    after("", series.from()), after("", series.to()), after("", series.step()))
            : (after("from ", series.from())
                    + after(" to ", series.to())
                    + after(" step ", series.step()))
                .strip();
    return "make-series %s%s on %s %s%s"
        .formatted(
            options(series.hints()),
            KqlPrinter.list(series.values(), OperatorText::seriesValue),
            KqlPrinter.print(series.axis()),
            range,
            series.by().isEmpty() ? "" : " by " + named(series.by()));
  }

  private static String seriesValue(KqlOperator.SeriesValue value) {
    return KqlPrinter.named(value.aggregate()) + after(" default = ", value.defaultValue());
  }

  private static String expansion(
      List<Kql.Option> options,
      List<KqlOperator.Expansion> columns,
      @Nullable KqlExpression limit) {
    return options(options)
        + KqlPrinter.list(
            columns,
            column ->
                KqlPrinter.named(column.column())
                    + (column.type() == null ? "" : " to typeof(" + column.type().keyword() + ")"))
        + after(" limit ", limit);
  }

  private static String parse(KqlOperator.Parse parse) {
    StringBuilder text = new StringBuilder(parse.filter() ? "parse-where " : "parse ");
    text.append(options(parse.options())).append(KqlPrinter.print(parse.text())).append(" with");
    for (KqlOperator.PatternPart part : parse.pattern()) {
      text.append(' ')
          .append(
              switch (part) {
                case KqlOperator.Skip skip -> "*";
                case KqlOperator.Anchor anchor -> KqlPrinter.string(anchor.text());
                case KqlOperator.Capture capture ->
                    name(capture.name())
                        + (capture.type() == null ? "" : ":" + capture.type().keyword());
              });
    }
    return text.toString();
  }

  private static String partition(KqlOperator.Partition partition) {
    String body = KqlPrinter.pipeline(partition.body(), " ");
    return "partition %sby %s %s"
        .formatted(
            options(partition.options()),
            name(partition.column()),
            partition.braces() ? "{ " + body + " }" : "(" + body + ")");
  }

  private static String evaluate(KqlOperator.Evaluate evaluate) {
    String columns = KqlPrinter.columns(evaluate.schema());
    String separator = evaluate.schema().isEmpty() ? "*" : "*, ";
    String schema = (evaluate.keeps() ? separator : "") + columns;
    return "evaluate "
        + options(evaluate.options())
        + KqlPrinter.print(evaluate.plugin())
        + (schema.isEmpty() ? "" : " : (" + schema + ")");
  }

  private static String member(KqlOperator.UnionMember member) {
    return member.pattern() == null ? after("", member.table()) : pattern(member.pattern());
  }

  private static String reordered(KqlOperator.ReorderedName name) {
    return (pattern(name.pattern()) + " " + name.order().word()).strip();
  }

  private static String patterns(List<Kql.NamePattern> patterns) {
    return KqlPrinter.list(patterns, OperatorText::pattern);
  }

  private static String pattern(Kql.NamePattern pattern) {
    return String.join(
        "*",
        pattern.parts().stream().map(part -> part.isEmpty() ? "" : patternPart(part)).toList());
  }

  private static String patternPart(String part) {
    return part.chars().allMatch(Character::isDigit) ? part : KqlPrinter.name(part);
  }

  private static String key(SortKey key) {
    String order = key.ascending() ? " asc" : "";
    boolean usual = key.nullsFirst() == key.ascending();
    return KqlPrinter.print(key.value())
        + order
        + (usual ? "" : key.nullsFirst() ? " nulls first" : " nulls last");
  }

  private static String options(List<Kql.Option> options) {
    StringBuilder text = new StringBuilder();
    for (Kql.Option option : options) {
      text.append(option.name()).append('=').append(KqlPrinter.print(option.value())).append(' ');
    }
    return text.toString();
  }

  private static String properties(List<Kql.NamedExpression> properties) {
    return properties.isEmpty()
        ? ""
        : " with (" + KqlPrinter.list(properties, KqlPrinter::named) + ")";
  }

  private static String named(List<Kql.NamedExpression> columns) {
    return KqlPrinter.list(columns, KqlPrinter::named);
  }

  private static String name(Name name) {
    return KqlPrinter.name(name.text());
  }

  private static String after(String word, @Nullable KqlExpression value) {
    return value == null ? "" : word + KqlPrinter.print(value);
  }
}
