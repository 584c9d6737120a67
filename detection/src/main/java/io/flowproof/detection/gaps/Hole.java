package io.flowproof.detection.gaps;

import java.util.List;

/**
 * A time without any record of some interfaces, not even NODATA.
 *
 * @param period when
 * @param interfaces whose
 * @param why the sort of reason
 * @param because the reason, in a sentence
 */
public record Hole(Period period, List<String> interfaces, Why why, String because) {

  /** Sorts of reasons, the surest first. */
  public enum Why {
    /** No flow log recorded the interface then. */
    NO_FLOW_LOG("no flow log"),
    /** The flow log was there, and its deliveries failed. */
    DELIVERY_FAILED("delivery failed"),
    /** The interface was not there, or not in use. */
    NOT_THERE("interface not there"),
    /** The flow log's objects of that time are not here. */
    OBJECTS_MISSING("objects missing"),
    /** Nothing here says why. */
    UNKNOWN("cannot tell");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /** Copies the list. */
  public Hole {
    interfaces = List.copyOf(interfaces);
  }
}
