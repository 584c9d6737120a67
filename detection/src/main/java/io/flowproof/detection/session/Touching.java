package io.flowproof.detection.session;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.schema.FlowTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The records that have one of some addresses at an end, as the header or as the interface shows
 * them. An engine that is asked for them by one condition, with OR, decodes every row of every
 * column before it can tell; asked for each end apart it looks at one column, leaves out blocks by
 * what it knows of that column, and decodes the rest only of blocks that have such rows.
 */
public final class Touching {
  private Touching() {}

  /**
   * A SELECT, in brackets, of all columns of those records, each of them once.
   *
   * @param addresses in canonical text; of none of them there is no record
   * @param condition what else must hold of a record, in SQL
   */
  public static String records(Collection<String> addresses, String condition) {
    List<String> ends = ends(addresses);
    List<String> selects = new ArrayList<>();
    for (int i = 0; i < ends.size(); i++) {
      StringBuilder select = new StringBuilder("SELECT * FROM ").append(FlowTables.FLOW);
      select.append(" WHERE ").append(ends.get(i)).append(" AND (").append(condition).append(')');
      ends.subList(0, i)
          .forEach(earlier -> select.append(" AND (").append(earlier).append(") IS NOT TRUE"));
      selects.add(select.toString());
    }
    return selects.stream().collect(Collectors.joining("\nUNION ALL\n", "(", ")"));
  }

  /** The same as one condition, for a few records of many. */
  public static String condition(Collection<String> addresses) {
    return ends(addresses).stream().collect(Collectors.joining(" OR ", "(", ")"));
  }

  private static List<String> ends(Collection<String> addresses) {
    if (addresses.isEmpty()) {
      return List.of("false");
    }
    String list = list(addresses);
    List<Long> numbers = addresses.stream().map(Touching::ipv4).toList();
    // Numbers are compared faster than texts.
    boolean all = numbers.stream().allMatch(number -> number >= 0);
    String values = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return List.of(
        all ? "srcaddr_ipv4 IN (" + values + ")" : "srcaddr IN (" + list + ")",
        all ? "dstaddr_ipv4 IN (" + values + ")" : "dstaddr IN (" + list + ")",
        "pkt_srcaddr IN (" + list + ")",
        "pkt_dstaddr IN (" + list + ")");
  }

  private static long ipv4(String address) {
    AddressReader reader = new AddressReader();
    return reader.read(address) && !reader.isIpv6() ? reader.low() & 0xffffffffL : -1;
  }

  private static String list(Collection<String> texts) {
    return texts.stream()
        .map(text -> "'" + text.replace("'", "''") + "'")
        .collect(Collectors.joining(", "));
  }
}
