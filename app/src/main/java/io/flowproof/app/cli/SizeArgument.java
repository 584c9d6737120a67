package io.flowproof.app.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes: {@code 512m}, {@code 2g}, powers of 1024. */
final class SizeArgument implements ITypeConverter<Long> {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,7})([kmgt])(?:i?b)?");

  @Override
  public Long convert(String text) {
    Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no size (must be a number and k, m, g or t, such as 512m)");
    }
    int power = "kmgt".indexOf(matcher.group(2)) + 1;
    return Long.parseLong(matcher.group(1)) << (10 * power);
  }
}
