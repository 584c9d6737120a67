package io.flowproof.query.lower.kql;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a column is called that is computed by a scalar function and was given no name. Source:
 * Microsoft's language service for Kusto, which has this for every function.
 */
final class ResultNames {
  /** Functions whose column is called as their first argument's. */
  private static final Set<String> OF_ARGUMENT =
      Set.of(
          """
          split tostring tohex todynamic toobject tolong toint toreal todouble todatetime \
          totimespan totime tobool toboolean todecimal toguid parse_csv parsejson parse_json \
          parse_xml format_datetime format_timespan startofday bin floor bin_at bin_auto \
          binary_and binary_or binary_xor binary_not binary_shift_right binary_shift_left \
          bitset_count_ones series_fir series_outliers series_iir series_fill_backward \
          series_fill_forward series_fill_const series_fill_linear round ceiling pow sqrt log \
          log2 log10 exp exp2 exp10 cos sin tan acos asin atan atan2 abs rand gamma loggamma erf \
          erfc format_bytes"""
              .split(" "));

  /** Functions of a single argument whose column is called as that one's. */
  private static final Set<String> OF_ONLY_ARGUMENT = Set.of("make_datetime", "make_timespan");

  /** Functions whose column is called so, and as their first argument's. */
  private static final Map<String, String> PREFIXES =
      Map.of(
          "strlen", "strlen",
          "string_size", "string_size",
          "gettype", "type",
          "treepath", "tree",
          "repeat", "repeat");

  private ResultNames() {}

  /**
   * The name of a call's column, or null where it has none.
   *
   * @param argument what the first argument's column is called, or null
   * @param count how many arguments there are
   */
  static @Nullable String of(String function, @Nullable String argument, int count) {
    String prefix = PREFIXES.get(function);
    if (prefix != null) {
      return prefix + "_" + (argument == null ? "" : argument);
    }
    boolean isArgument =
        OF_ARGUMENT.contains(function) || (count == 1 && OF_ONLY_ARGUMENT.contains(function));
    return isArgument ? argument : null;
  }
}
