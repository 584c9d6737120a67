/**
 * What is missing in flow logs, and why: when each interface was recorded, what was lost, what will
 * be deleted, and the five blockers of an investigation.
 */
@NullMarked
package io.flowproof.detection.gaps;

import org.jspecify.annotations.NullMarked;
