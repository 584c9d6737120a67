package io.flowproof.app.cli;

import io.flowproof.simulate.deliver.S3Layout.FileFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code plain-text} and {@code parquet}, as {@code CreateFlowLogs} spells them. */
final class FileFormatArgument implements ITypeConverter<FileFormat> {
  @Override
  public FileFormat convert(String value) {
    return switch (value) {
      case "plain-text" -> FileFormat.PLAIN_TEXT;
      case "parquet" -> FileFormat.PARQUET;
      default ->
          throw new TypeConversionException(
              "Invalid file format: '" + value + "' (must be plain-text or parquet)");
    };
  }
}
