/** MITRE ATT&amp;CK, pinned to one release: its ids, and what flow logs show of each technique. */
@NullMarked
package io.flowproof.core.attack;

import org.jspecify.annotations.NullMarked;
