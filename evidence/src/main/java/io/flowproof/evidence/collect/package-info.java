/** Collectors whose source is a file system. */
@NullMarked
package io.flowproof.evidence.collect;

import org.jspecify.annotations.NullMarked;
