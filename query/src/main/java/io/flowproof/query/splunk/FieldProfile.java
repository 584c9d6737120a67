package io.flowproof.query.splunk;

/** What fields the events of a user's index have. */
public enum FieldProfile {
  /** Those of the Splunk Add-on for AWS. */
  ADD_ON,
  /** AWS's own names and values. */
  AWS,
  /** Those of the blog's {@code index=vpc_flow_logs}. */
  BLOG
}
