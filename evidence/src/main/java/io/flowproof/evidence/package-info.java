/** Raw objects as evidence: kept as they came, hashed, every action on them in one chained log. */
@NullMarked
package io.flowproof.evidence;

import org.jspecify.annotations.NullMarked;
