package io.flowproof.lake.read;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.engine.api.FileChoice;
import io.flowproof.engine.api.ScanFilter;
import io.flowproof.lake.table.LakeDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.InclusiveMetricsEvaluator;

/** The files of a table, of which a query needs those whose bounds its conditions meet. */
final class PlannedFiles implements FileChoice {
  private final LakeDirectory directory;
  private final Schema schema;
  private final List<DataFile> files;

  PlannedFiles(LakeDirectory directory, Schema schema, List<DataFile> files) {
    this.directory = directory;
    this.schema = schema;
    this.files =
        files.stream().sorted(Comparator.comparing((DataFile file) -> file.location())).toList();
  }

  /** All of them, by name. */
  List<Path> all() {
    return files.stream().map(this::path).toList();
  }

  /** How large they are together. */
  long bytes() {
    return files.stream().mapToLong(DataFile::fileSizeInBytes).sum();
  }

  private Path path(DataFile file) {
    return directory.local(file.location());
  }

  @Override
  public List<Path> files(ScanFilter filter) {
    InclusiveMetricsEvaluator bounds = new InclusiveMetricsEvaluator(schema, expression(filter));
    List<Path> chosen = files.stream().filter(bounds::eval).map(this::path).toList();
    directory.fetch(chosen);
    return chosen;
  }

  private Expression expression(ScanFilter filter) {
    return switch (filter) {
      case ScanFilter.All all -> Expressions.alwaysTrue();
      case ScanFilter.And and ->
          and.parts().stream()
              .map(this::expression)
              .reduce(Expressions.alwaysTrue(), Expressions::and);
      case ScanFilter.Or or ->
          or.parts().stream()
              .map(this::expression)
              .reduce(Expressions.alwaysFalse(), Expressions::or);
      case ScanFilter.Compare compare -> comparison(compare);
    };
  }

  private Expression comparison(ScanFilter.Compare compare) {
    if (schema.findField(compare.column()) == null) {
      return Expressions.alwaysTrue();
    }
    Object value = value(compare.value());
    Expression expression =
        switch (compare.comparison()) {
          case EQUAL ->
              Expressions.and(Expressions.equal(compare.column(), value), number(compare));
          case LESS -> Expressions.lessThan(compare.column(), value);
          case AT_MOST -> Expressions.lessThanOrEqual(compare.column(), value);
          case GREATER -> Expressions.greaterThan(compare.column(), value);
          case AT_LEAST -> Expressions.greaterThanOrEqual(compare.column(), value);
        };
    try {
      new InclusiveMetricsEvaluator(schema, expression);
      return expression;
    } catch (ValidationException | IllegalArgumentException e) {
      return Expressions.alwaysTrue(); // A value of another type than the column's.
    }
  }

  private static Object value(Object value) {
    return value instanceof Instant time
        ? (Object) ChronoUnit.MICROS.between(Instant.EPOCH, time)
        : value;
  }

  /** Texts of addresses do not sort as addresses do, and files are sorted by address. */
  private static Expression number(ScanFilter.Compare compare) {
    AddressReader reader = new AddressReader();
    boolean isIpv4 =
        compare.value() instanceof String text && reader.read(text) && !reader.isIpv6();
    long number = reader.low() & 0xffff_ffffL;
    List<Expression> expressions = new ArrayList<>();
    if (isIpv4 && compare.column().equals(FlowLogField.SRCADDR.columnName())) {
      expressions.add(Expressions.equal(FlowTables.SRCADDR_IPV4, number));
    }
    if (isIpv4 && compare.column().equals(FlowLogField.DSTADDR.columnName())) {
      expressions.add(Expressions.equal(FlowTables.DSTADDR_IPV4, number));
    }
    return expressions.isEmpty() ? Expressions.alwaysTrue() : expressions.getFirst();
  }
}
