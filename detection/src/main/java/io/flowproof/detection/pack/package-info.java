/**
 * Detections as files: a directory a rule, with its description, its texts for the SIEMs and its
 * tests. The format is documented in {@code docs/rules.md} and checked by the JSON Schemas in
 * {@code docs/schema}.
 */
@NullMarked
package io.flowproof.detection.pack;

import org.jspecify.annotations.NullMarked;
