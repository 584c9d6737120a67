package io.flowproof.query.function;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the events of a group into transactions ("transaction", Search Reference). As Splunk, it
 * sees the newest event first: the end of a transaction opens it, and its start closes it.
 *
 * @param maxspan seconds from the first to the last event at most, negative for no limit
 * @param maxpause seconds between two events at most, negative for no limit
 * @param maxevents events at most, negative for no limit
 * @param starts whether a transaction has to begin with an event that starts one
 * @param ends whether it has to end with an event that ends one
 * @param keepEvicted whether transactions that lack either are kept
 */
record Transactions(
    double maxspan,
    double maxpause,
    int maxevents,
    boolean starts,
    boolean ends,
    boolean keepEvicted) {
  private static final int MOST = 1_000_000;

  /** From {@code maxspan,maxpause,maxevents,starts,ends,keepevicted}. */
  static Transactions parse(String text) {
    String[] parts = text.split(",");
    return new Transactions(
        Double.parseDouble(parts[0]),
        Double.parseDouble(parts[1]),
        Integer.parseInt(parts[2]),
        Boolean.parseBoolean(parts[3]),
        Boolean.parseBoolean(parts[4]),
        Boolean.parseBoolean(parts[5]));
  }

  /**
   * For each event, newest first, the number of its transaction, doubled and with 1 added where
   * that is closed; -1 for an event of no transaction.
   *
   * @param events {@code [[seconds, is a start, is an end], …]} as JSON, the flags being 0 or 1
   */
  String of(String events) {
    List<double[]> all = read(events);
    int[] numbers = new int[all.size()];
    int number = 0;
    int i = 0;
    while (i < all.size()) {
      int end = end(all, i);
      int code = code(all, i, end, number);
      for (; i < end; i++) {
        numbers[i] = code;
      }
      number++;
    }
    StringBuilder out = new StringBuilder("[");
    for (int n = 0; n < numbers.length; n++) {
      out.append(n == 0 ? "" : ",").append(numbers[n]);
    }
    return out.append(']').toString();
  }

  /** The place after the last event of the transaction that the event at {@code from} opens. */
  private int end(List<double[]> all, int from) {
    for (int i = from; i < all.size(); i++) {
      double[] event = all.get(i);
      if (i > from && (isCut(all, from, i) || (ends && event[2] == 1))) {
        return i;
      }
      if (starts && event[1] == 1) {
        return i + 1;
      }
    }
    return all.size();
  }

  private boolean isCut(List<double[]> all, int from, int i) {
    double time = all.get(i)[0];
    return (maxspan >= 0 && all.get(from)[0] - time > maxspan)
        || (maxpause >= 0 && all.get(i - 1)[0] - time > maxpause)
        || (maxevents >= 0 && i - from >= maxevents);
  }

  private int code(List<double[]> all, int from, int end, int number) {
    boolean hasEnd = all.get(from)[2] == 1;
    boolean hasStart = all.get(end - 1)[1] == 1;
    boolean complete = (!ends || hasEnd) && (!starts || hasStart);
    if (!complete && !keepEvicted) {
      return -1;
    }
    boolean cut = end < all.size() && isCut(all, from, end);
    boolean closed = complete && (starts || ends || cut);
    return 2 * number + (closed ? 1 : 0);
  }

  private static List<double[]> read(String json) {
    List<double[]> events = new ArrayList<>();
    for (String event : json.substring(2, json.length() - 2).split("\\],\\[")) {
      String[] parts = event.split(",");
      events.add(
          new double[] {
            Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2])
          });
      if (events.size() > MOST) {
        throw new IllegalArgumentException(
            "A group of 'transaction' has more than 1,000,000 events");
      }
    }
    return events;
  }
}
