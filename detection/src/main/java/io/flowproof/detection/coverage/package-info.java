/** What a pack covers of ATT&amp;CK, and what of that a user's own recording lets it see. */
@NullMarked
package io.flowproof.detection.coverage;

import org.jspecify.annotations.NullMarked;
