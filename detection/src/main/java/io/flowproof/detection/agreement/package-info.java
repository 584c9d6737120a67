/** Generated samples of traffic on which the texts of a rule are compared. */
@NullMarked
package io.flowproof.detection.agreement;

import org.jspecify.annotations.NullMarked;
