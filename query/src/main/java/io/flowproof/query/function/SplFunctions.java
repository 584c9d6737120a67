package io.flowproof.query.function;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.function.JavaFunction;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Functions of SPL that SQL lacks; see {@link AddressFunctions} for the pattern. */
public final class SplFunctions {
  /** How many characters a text may have that grew from others; past it the query ends. */
  public static final int LONGEST_TEXT = 1 << 20;

  /** What is said then. */
  public static final String TEXT_TOO_LONG = "A text is longer than 1,048,576 characters";

  /** {@code (number)}: as Splunk prints a double: without a fraction where it has none. */
  public static final EngineFunction NUMBER_TEXT =
      EngineFunction.named("fp_spl_number_text", Types.TEXT);

  /** {@code (left, right)}: the sum of texts that look like numbers, else both texts joined. */
  public static final EngineFunction PLUS = EngineFunction.named("fp_spl_plus", Types.TEXT);

  /** {@code (seconds, format, zone)}: a time as text, in a time zone. */
  public static final EngineFunction STRFTIME = EngineFunction.named("fp_spl_strftime", Types.TEXT);

  /**
   * {@code (text, format, zone)}: seconds since 1970, or null where the text is not of the format.
   */
  public static final EngineFunction STRPTIME =
      EngineFunction.named("fp_spl_strptime", Types.DOUBLE);

  /** {@code (seconds, modifier, zone)}: the time moved and snapped by a relative time modifier. */
  public static final EngineFunction RELATIVE_TIME =
      EngineFunction.named("fp_spl_relative_time", Types.DOUBLE);

  /** {@code (seconds, span, zone)}: the start of the {@link TimeSpan} that a time is in. */
  public static final EngineFunction SPAN_START =
      EngineFunction.named("fp_spl_span_start", Types.DOUBLE);

  /** {@code (events, parameters)}: see {@link Transactions}. */
  public static final EngineFunction TRANSACTIONS =
      EngineFunction.named("fp_spl_transactions", Types.TEXT);

  /** {@code (seconds)}: a duration as {@code [d+]HH:MM:SS}. */
  public static final EngineFunction DURATION_TEXT =
      EngineFunction.named("fp_spl_duration", Types.TEXT);

  /** {@code (number)}: with commas between groups of three digits, two decimals at most. */
  public static final EngineFunction COMMAS_TEXT =
      EngineFunction.named("fp_spl_commas", Types.TEXT);

  /** {@code (address)}: a text that sorts as addresses do, null for what is none. */
  public static final EngineFunction ADDRESS_KEY =
      EngineFunction.named("fp_spl_address_key", Types.TEXT);

  private SplFunctions() {}

  /** The bodies, which the engine must know. */
  public static List<JavaFunction> java() {
    return List.of(
        function(
            NUMBER_TEXT, ColumnType.TEXT, a -> SplNumber.text((double) a[0]), ColumnType.DOUBLE),
        function(
            PLUS,
            ColumnType.TEXT,
            a -> plus((String) a[0], (String) a[1]),
            ColumnType.TEXT,
            ColumnType.TEXT),
        function(
            STRFTIME,
            ColumnType.TEXT,
            a -> SplTimeFormat.format((double) a[0], (String) a[1], zone(a[2])),
            ColumnType.DOUBLE,
            ColumnType.TEXT,
            ColumnType.TEXT),
        function(
            STRPTIME,
            ColumnType.DOUBLE,
            a -> SplTimeFormat.parse((String) a[0], (String) a[1], zone(a[2])),
            ColumnType.TEXT,
            ColumnType.TEXT,
            ColumnType.TEXT),
        function(
            RELATIVE_TIME,
            ColumnType.DOUBLE,
            a -> RelativeTime.apply((double) a[0], (String) a[1], zone(a[2])),
            ColumnType.DOUBLE,
            ColumnType.TEXT,
            ColumnType.TEXT),
        function(
            SPAN_START,
            ColumnType.DOUBLE,
            a -> span((String) a[1]).start((double) a[0], zone(a[2])),
            ColumnType.DOUBLE,
            ColumnType.TEXT,
            ColumnType.TEXT),
        function(
            TRANSACTIONS,
            ColumnType.TEXT,
            a -> Transactions.parse((String) a[1]).of((String) a[0]),
            ColumnType.TEXT,
            ColumnType.TEXT),
        function(
            DURATION_TEXT, ColumnType.TEXT, a -> durationText((double) a[0]), ColumnType.DOUBLE),
        function(COMMAS_TEXT, ColumnType.TEXT, a -> commasText((double) a[0]), ColumnType.DOUBLE),
        function(ADDRESS_KEY, ColumnType.TEXT, a -> addressKey((String) a[0]), ColumnType.TEXT));
  }

  private static ZoneId zone(Object name) {
    return ZoneId.of((String) name);
  }

  private static TimeSpan span(String text) {
    return Objects.requireNonNull(TimeSpan.parse(text));
  }

  private interface Body {
    @Nullable Object apply(Object[] arguments);
  }

  private static JavaFunction function(
      EngineFunction function, ColumnType result, Body body, ColumnType... parameters) {
    return new JavaFunction(
        function.getName(),
        List.of(parameters),
        result,
        arguments -> {
          Object[] given = new Object[arguments.length];
          for (int i = 0; i < given.length; i++) {
            given[i] = Objects.requireNonNull(arguments[i]);
          }
          return body.apply(given);
        });
  }

  private static String plus(String left, String right) {
    if (left.length() + right.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(TEXT_TOO_LONG);
    }
    OptionalDouble first = SplNumber.parse(left);
    OptionalDouble second = SplNumber.parse(right);
    return first.isPresent() && second.isPresent()
        ? SplNumber.text(first.getAsDouble() + second.getAsDouble())
        : left + right;
  }

  private static @Nullable String addressKey(String text) {
    AddressReader reader = new AddressReader();
    return reader.read(text)
        ? (reader.isIpv6() ? "6" : "4")
            + HexFormat.of().toHexDigits(reader.high())
            + HexFormat.of().toHexDigits(reader.low())
        : null;
  }

  private static String durationText(double seconds) {
    long whole = (long) Math.abs(seconds);
    long days = whole / 86_400;
    return (seconds < 0 ? "-" : "")
        + (days > 0 ? days + "+" : "")
        + "%02d:%02d:%02d".formatted(whole / 3600 % 24, whole / 60 % 60, whole % 60);
  }

  private static String commasText(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? "%,d".formatted((long) number)
        : String.format(java.util.Locale.ROOT, "%,.2f", number);
  }
}
