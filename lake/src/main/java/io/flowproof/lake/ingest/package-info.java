/** Raw objects into a lake, each line once. */
@NullMarked
package io.flowproof.lake.ingest;

import org.jspecify.annotations.NullMarked;
