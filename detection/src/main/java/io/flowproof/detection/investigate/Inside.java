package io.flowproof.detection.investigate;

/**
 * Addresses inside, in SQL: those that {@code flowlog.enrich.InternalNetworks} always counts so.
 */
final class Inside {
  private Inside() {}

  /** A condition for a column of address texts. */
  static String sql(String column) {
    return """
    regexp_matches(%s, '^(10\\.|192\\.168\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|169\\.254\\.|127\\.|0\\.|100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\.|22[4-9]\\.|23[0-9]\\.|255\\.255\\.255\\.255$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|ff[0-9a-f]{2}:|::1?$)')\
    """
        .formatted(column);
  }
}
