/** Hygiene of a pack: one small class a check. */
@NullMarked
package io.flowproof.detection.pack.lint;

import org.jspecify.annotations.NullMarked;
