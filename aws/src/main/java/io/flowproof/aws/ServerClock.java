package io.flowproof.aws;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Notes how far this machine's clock is from the server's, by the {@code Date} of the first
 * response (RFC 9110, 6.6.1; whole seconds). Collection times are this machine's, so a reader must
 * know.
 */
public final class ServerClock implements ExecutionInterceptor {
  private final Clock clock;
  private volatile Optional<Duration> offset = Optional.empty();

  /** Compares with {@code clock}. */
  public ServerClock(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    if (offset.isEmpty()) {
      offset =
          context
              .httpResponse()
              .firstMatchingHeader("Date")
              .flatMap(ServerClock::instant)
              .map(this::from);
    }
  }

  private Duration from(Instant server) {
    return Duration.between(server, clock.instant());
  }

  private static Optional<Instant> instant(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
              .toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * This machine's time less the server's, as evidence says it; {@code unknown} before a response.
   */
  public String words() {
    return offset.map(o -> "%+d s".formatted(o.toSeconds())).orElse("unknown");
  }
}
