/** Folders of flow logs, decoded once and ready for queries. */
@NullMarked
package io.flowproof.detection.logs;

import org.jspecify.annotations.NullMarked;
