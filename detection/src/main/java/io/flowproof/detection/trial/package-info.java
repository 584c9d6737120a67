/** Tries rules on known flow logs: the cases of their tests, on the clock, as a SIEM runs them. */
@NullMarked
package io.flowproof.detection.trial;

import org.jspecify.annotations.NullMarked;
