package io.flowproof.simulate.behaviour;

import io.flowproof.simulate.network.Yaml;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;

/** How much happens at which hour of the week, in UTC: a share of the most. */
public enum Rhythm {
  /** Always the same. */
  FLAT {
    @Override
    double share(DayOfWeek day, double hour) {
      return 1;
    }
  },
  /** People at work: from 8 to 18 on weekdays. */
  OFFICE {
    @Override
    double share(DayOfWeek day, double hour) {
      double bell = Math.exp(-Math.pow((hour - 13) / 4, 4));
      return day.getValue() > 5 ? 0.04 + 0.06 * bell : 0.05 + 0.95 * bell;
    }
  },
  /** People at home: most in the evening and at weekends. */
  EVENING {
    @Override
    double share(DayOfWeek day, double hour) {
      double wave = 0.5 - 0.5 * Math.cos((hour - 4) / 24 * 2 * Math.PI);
      return (0.15 + 0.85 * Math.pow(wave, 2)) * (day.getValue() > 5 ? 1 : 0.8);
    }
  },
  /** Machines at night: from 1 to 4. */
  NIGHT {
    @Override
    double share(DayOfWeek day, double hour) {
      return hour >= 1 && hour < 4 ? 1 : 0;
    }
  };

  abstract double share(DayOfWeek day, double hour);

  double at(long micros) {
    if (this == FLAT) {
      return 1;
    }
    OffsetDateTime time =
        Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L)).atOffset(ZoneOffset.UTC);
    return share(time.getDayOfWeek(), time.getHour() + time.getMinute() / 60.0);
  }

  static Rhythm of(Yaml yaml) {
    String name = yaml.textOr("flat");
    return Arrays.stream(values())
        .filter(rhythm -> rhythm.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                yaml.wrong(
                    "Unknown rhythm '" + name + "' (must be flat, office, evening or night)"));
  }
}
