/** What a lake's records are enriched with: the user's files, kept in versions. */
@NullMarked
package io.flowproof.lake.enrich;

import org.jspecify.annotations.NullMarked;
