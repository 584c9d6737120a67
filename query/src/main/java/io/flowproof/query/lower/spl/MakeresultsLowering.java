package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.Option;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.jspecify.annotations.Nullable;

/**
 * {@code makeresults}: rows out of nothing, with {@code _time} as their only field, or the rows of
 * a CSV text ({@code format=csv data="..."}) with the fields of its first line.
 */
final class MakeresultsLowering {
  private static final int MOST = 10_000;

  private final SplContext context;

  private MakeresultsLowering(SplContext context) {
    this.context = context;
  }

  static Relation<SplType> lower(Command.Makeresults makeresults, SplContext context) {
    int count = 1;
    Option format = null;
    Option data = null;
    for (Option option : makeresults.options()) {
      switch (option.name()) {
        case "count" -> count = Options.number(option, 0, MOST, context);
        case "format" -> format = option;
        case "data" -> data = option;
        default ->
            context.unsupported(
                option.span(),
                "'makeresults' with the option '" + option.name() + "' is not supported");
      }
    }
    MakeresultsLowering lowering = new MakeresultsLowering(context);
    if (format == null && data == null) {
      return lowering.rows(count);
    }
    if (format == null || data == null || !format.value().equals("csv")) {
      context.error(
          format == null || data == null ? ErrorCode.ARGUMENT : ErrorCode.UNSUPPORTED,
          makeresults.span(),
          "'makeresults' takes data with format=csv only",
          "such as: | makeresults format=csv data=\"a,b\n1,2\"");
      return lowering.rows(1);
    }
    return lowering.csv(data);
  }

  private Relation<SplType> rows(int count) {
    Instant now = context.shared().time().now();
    RexLiteral time = (RexLiteral) context.sql().real((double) now.getEpochSecond());
    RelNode plan =
        context.algebra().values(List.of(Types.DOUBLE), Collections.nCopies(count, List.of(time)));
    return new Relation<>(
        plan, List.of(new Field<>("_time", SplType.NUMBER, 0)), List.of(), List.of());
  }

  private Relation<SplType> csv(Option data) {
    List<List<@Nullable String>> lines = CsvText.parse(data.value().strip());
    List<@Nullable String> header = lines.getFirst();
    int width = header.size();
    List<List<RexLiteral>> rows = new ArrayList<>();
    for (int i = 1; i < lines.size() && i <= MOST; i++) {
      rows.add(row(lines.get(i), width, i));
    }
    List<RelDataType> types = new ArrayList<>(Collections.nCopies(width, Types.TEXT));
    types.add(Types.LONG);
    Algebra algebra = context.algebra();
    List<Field<SplType>> fields =
        IntStream.range(0, width)
            .mapToObj(i -> new Field<>(String.valueOf(header.get(i)).strip(), SplType.TEXT, i))
            .toList();
    if (fields.stream().map(Field::name).distinct().count() < width) {
      context.error(
          ErrorCode.AMBIGUOUS_NAME, data.valueSpan(), "The CSV has two fields of one name", null);
    }
    SortKey asWritten = new SortKey(width, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST);
    return new Relation<>(algebra.values(types, rows), fields, List.of(), List.of(asWritten));
  }

  private List<RexLiteral> row(List<@Nullable String> cells, int width, int number) {
    List<RexLiteral> row = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      String cell = i < cells.size() ? cells.get(i) : null;
      row.add(cell == null ? context.sql().nullOf(Types.TEXT) : context.sql().text(cell));
    }
    row.add(context.sql().number(number));
    return row;
  }
}
