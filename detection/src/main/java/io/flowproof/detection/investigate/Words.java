package io.flowproof.detection.investigate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Numbers and names in sentences. */
final class Words {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private Words() {}

  static String count(long number, String noun) {
    return "%,d %s%s".formatted(number, noun, number == 1 ? "" : "s");
  }

  /** In powers of 1000, rounded down, with one digit: {@code 95.8 MB}. */
  static String bytes(long bytes) {
    if (bytes < 1000) {
      return count(bytes, "byte");
    }
    BigDecimal scaled = BigDecimal.valueOf(bytes);
    int unit = -1;
    while (scaled.compareTo(BigDecimal.valueOf(1000)) >= 0) {
      scaled = scaled.movePointLeft(3);
      unit++;
    }
    return scaled.setScale(1, RoundingMode.DOWN) + " " + UNITS[unit];
  }

  /** {@code tcp/443}, {@code icmp}; the protocol's number where its name is rare. */
  static String service(@Nullable String protocol, @Nullable String port) {
    String name =
        switch (protocol == null ? "" : protocol) {
          case "1" -> "icmp";
          case "6" -> "tcp";
          case "17" -> "udp";
          case "58" -> "icmp6";
          case "" -> "?";
          default -> "protocol " + protocol;
        };
    return port == null || name.startsWith("icmp") ? name : name + "/" + port;
  }

  /** {@code 4 s}, {@code 12 min}, {@code 3 h 20 min}. */
  static String duration(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200
        ? seconds / 60 + " min"
        : seconds / 3600 + " h" + (seconds % 3600 < 60 ? "" : " " + seconds % 3600 / 60 + " min");
  }
}
