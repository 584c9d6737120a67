/** What runs SQL text and hands out rows, whichever engine does it. */
@NullMarked
package io.flowproof.engine.api;

import org.jspecify.annotations.NullMarked;
