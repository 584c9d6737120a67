package io.flowproof.detection.pack;

/** A language of detections. */
public enum Language {
  /** Kusto Query Language: Microsoft Sentinel. */
  KQL,
  /** Search Processing Language: Splunk. */
  SPL
}
