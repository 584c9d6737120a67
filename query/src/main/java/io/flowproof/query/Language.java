package io.flowproof.query;

/** The languages that rules and queries are written in. */
public enum Language {
  /** Kusto Query Language, as Microsoft Sentinel runs it. */
  KQL,
  /** Search Processing Language, as Splunk runs it. */
  SPL
}
