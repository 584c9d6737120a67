/** What is missing, as a specification. */
@NullMarked
package io.flowproof.detection.gaps;

import org.jspecify.annotations.NullMarked;
