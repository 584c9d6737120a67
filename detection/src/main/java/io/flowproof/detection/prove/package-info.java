/** Proves rules: level by level, from what their files say and what engines find. */
@NullMarked
package io.flowproof.detection.prove;

import org.jspecify.annotations.NullMarked;
