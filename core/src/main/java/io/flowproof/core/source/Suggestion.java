package io.flowproof.core.source;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** "Did you mean": the known name nearest to a mistyped one. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * A hint such as {@code did you mean 'srcaddr'?}, or null when no candidate is near: at most a
   * third of the name's letters may differ (insertions, deletions, replacements, swaps of
   * neighbours), and a difference of case alone always counts as near.
   */
  public static @Nullable String didYouMean(String name, Collection<String> candidates) {
    String nearest = nearest(name, candidates);
    return nearest == null ? null : "did you mean '" + nearest + "'?";
  }

  /** The nearest candidate itself, or null; ties go to the first in the candidates' order. */
  public static @Nullable String nearest(String name, Collection<String> candidates) {
    String best = null;
    int bestDistance = Math.max(1, name.length() / 3) + 1;
    for (String candidate : candidates) {
      int distance =
          candidate.equalsIgnoreCase(name)
              ? 0
              : distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** Optimal string alignment distance. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swap =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        d[i][j] = swap ? Math.min(best, d[i - 2][j - 2] + 1) : best;
      }
    }
    return d[a.length()][b.length()];
  }
}
