/** Attacks as scenarios, and the truth about them. */
@NullMarked
package io.flowproof.simulate.attack;

import org.jspecify.annotations.NullMarked;
