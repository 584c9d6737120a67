/** Splunk's own files: the folder of an app, lookups as CSV, detections as YAML. */
@NullMarked
package io.flowproof.detection.splunk;

import org.jspecify.annotations.NullMarked;
