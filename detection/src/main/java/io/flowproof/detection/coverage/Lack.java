package io.flowproof.detection.coverage;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.pack.Recording.Traffic;
import java.time.Duration;
import java.util.Locale;

/** What a recording lacks that a rule needs or wants. */
public sealed interface Lack {
  /** What is missing, as the end of "because". */
  String text();

  /** The log format lacks a field. */
  record Field(FlowLogField field) implements Lack {
    @Override
    public String text() {
      return "the log format lacks " + field.awsName();
    }
  }

  /** The flow log does not record such traffic. */
  record Records(Traffic traffic) implements Lack {
    @Override
    public String text() {
      return "no %sed traffic is recorded".formatted(traffic.name().toLowerCase(Locale.ROOT));
    }
  }

  /** Windows are longer than the rule can do with. */
  record Windows(Duration interval) implements Lack {
    @Override
    public String text() {
      return "aggregation windows are up to %d s long".formatted(interval.toSeconds());
    }
  }

  /** Nothing is recorded. */
  record Everything(String why) implements Lack {
    @Override
    public String text() {
      return why;
    }
  }
}
