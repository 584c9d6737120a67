/** What was proven of a pack: the document {@code proof.json}, its records, reader and writer. */
@NullMarked
package io.flowproof.detection.proof;

import org.jspecify.annotations.NullMarked;
