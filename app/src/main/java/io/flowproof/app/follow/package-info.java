/**
 * Keeps a lake up with objects that arrive: where they come from, and the loop that takes them in.
 */
@NullMarked
package io.flowproof.app.follow;

import org.jspecify.annotations.NullMarked;
