package io.flowproof.flowlog.decode;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Names that were seen, at most {@link #MOST}.
 *
 * @param names the names, sorted
 * @param complete false when there were more than are kept
 */
public record NameSet(List<String> names, boolean complete) {
  /** How many names are kept. */
  public static final int MOST = 100_000;

  /** No name. */
  public static final NameSet EMPTY = new NameSet(List.of(), true);

  /** How many names; a lower bound when not complete. */
  public int count() {
    return names.size();
  }

  /** All names of these sets, up to the bound. */
  static NameSet union(Collection<NameSet> sets) {
    TreeSet<String> all = new TreeSet<>();
    boolean complete = true;
    for (NameSet set : sets) {
      complete &= set.complete;
      all.addAll(set.names);
      while (all.size() > MOST) {
        all.removeLast();
        complete = false;
      }
    }
    return new NameSet(List.copyOf(all), complete);
  }
}
