package io.flowproof.query.function;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.function.JavaFunction;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Text functions of eval that SQL lacks. */
public final class TextBodies {
  /** {@code (format, values)}: a text after C's printf; the values are a JSON array of texts. */
  public static final EngineFunction PRINTF = EngineFunction.named("fp_spl_printf", Types.TEXT);

  /** {@code (text)}: with {@code %XX} decoded. */
  public static final EngineFunction URL_DECODE =
      EngineFunction.named("fp_spl_urldecode", Types.TEXT);

  /** {@code (text)}: the SHA-512 in hexadecimal. */
  public static final EngineFunction SHA512 = EngineFunction.named("fp_spl_sha512", Types.TEXT);

  /** {@code (text, base)}: the whole number that a text is in a base, or null. */
  public static final EngineFunction IN_BASE = EngineFunction.named("fp_spl_in_base", Types.DOUBLE);

  /** {@code (mask, address)}: an IPv4 address under a mask, or null. */
  public static final EngineFunction IP_MASK = EngineFunction.named("fp_spl_ipmask", Types.TEXT);

  /** {@code (start, end, step)}: numbers as a JSON array; the step may be a span of time. */
  public static final EngineFunction RANGE = EngineFunction.named("fp_spl_range", Types.TEXT);

  /** How many numbers a range may have. */
  static final int MOST_IN_RANGE = 100_000;

  private TextBodies() {}

  /** The bodies. */
  public static List<JavaFunction> java() {
    ColumnType text = ColumnType.TEXT;
    ColumnType number = ColumnType.DOUBLE;
    return List.of(
        new JavaFunction(
            PRINTF.getName(),
            List.of(text, text),
            text,
            a -> Printf.print(string(a, 0), string(a, 1))),
        new JavaFunction(URL_DECODE.getName(), List.of(text), text, a -> decoded(string(a, 0))),
        new JavaFunction(SHA512.getName(), List.of(text), text, a -> sha512(string(a, 0))),
        new JavaFunction(
            IN_BASE.getName(),
            List.of(text, number),
            number,
            a -> inBase(string(a, 0), (int) number(a, 1))),
        new JavaFunction(
            IP_MASK.getName(), List.of(text, text), text, a -> masked(string(a, 0), string(a, 1))),
        new JavaFunction(
            RANGE.getName(),
            List.of(number, number, text),
            text,
            a -> range(number(a, 0), number(a, 1), string(a, 2))));
  }

  private static String string(@Nullable Object[] arguments, int at) {
    return (String) Objects.requireNonNull(arguments[at]);
  }

  private static double number(@Nullable Object[] arguments, int at) {
    return (Double) Objects.requireNonNull(arguments[at]);
  }

  private static String decoded(String text) {
    // A percent sign that begins no pair of digits stays; a plus is no blank here.
    String safe = text.replaceAll("%(?![0-9a-fA-F]{2})", "%25").replace("+", "%2B");
    return URLDecoder.decode(safe, StandardCharsets.UTF_8);
  }

  private static String sha512(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Double inBase(String text, int base) {
    if (base < Character.MIN_RADIX || base > Character.MAX_RADIX) {
      return null;
    }
    String digits = base == 16 ? text.strip().replaceFirst("^0[xX]", "") : text.strip();
    try {
      return (double) Long.parseLong(digits, base);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  private static @Nullable String masked(String mask, String address) {
    int[] left = octets(mask);
    int[] right = octets(address);
    if (left.length == 0 || right.length == 0) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      parts.add(Integer.toString(left[i] & right[i]));
    }
    return String.join(".", parts);
  }

  private static int[] octets(String text) {
    if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      return new int[0];
    }
    String[] parts = text.split("\\.");
    int[] octets = new int[4];
    for (int i = 0; i < 4; i++) {
      octets[i] = Integer.parseInt(parts[i]);
    }
    return octets;
  }

  private static @Nullable String range(double start, double end, String stepText) {
    var number = SplNumber.parse(stepText);
    boolean isSpan = number.isEmpty() && RelativeTime.isModifier("+" + stepText);
    if ((number.isEmpty() && !isSpan) || (number.isPresent() && number.getAsDouble() == 0)) {
      return null;
    }
    List<String> values = new ArrayList<>();
    double at = start;
    boolean up = isSpan || number.orElse(0) > 0;
    while (up ? at < end : at > end) {
      if (values.size() >= MOST_IN_RANGE) {
        throw new IllegalArgumentException("mvrange gives more than 100,000 values");
      }
      values.add(SplNumber.text(at));
      Double next =
          isSpan
              ? RelativeTime.apply(at, "+" + stepText, ZoneOffset.UTC)
              : Double.valueOf(start + number.orElse(0) * values.size());
      at = next == null ? end : next;
    }
    return values.isEmpty() ? null : Json.array(values);
  }
}
