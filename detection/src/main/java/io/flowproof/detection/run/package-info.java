/**
 * Runs rules as their SIEM would, and makes findings that lead back to the lines they came from.
 */
@NullMarked
package io.flowproof.detection.run;

import org.jspecify.annotations.NullMarked;
