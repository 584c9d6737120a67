package io.flowproof.app.cli;

/**
 * {@code s3://BUCKET[/KEY]}.
 *
 * @param key the rest, without the slash before it; may be empty
 */
record S3Uri(String bucket, String key) {
  private static final String SCHEME = "s3://";

  /** Whether a text means such a place, be it right or not. */
  static boolean is(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * Reads one.
   *
   * @throws UsageException if it names no bucket
   */
  static S3Uri parse(String text) {
    String rest = is(text) ? text.substring(SCHEME.length()) : "";
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    if (bucket.isEmpty()) {
      throw new UsageException("Invalid source: '" + text + "' (must be like s3://bucket/prefix)");
    }
    return new S3Uri(bucket, slash < 0 ? "" : rest.substring(slash + 1));
  }
}
