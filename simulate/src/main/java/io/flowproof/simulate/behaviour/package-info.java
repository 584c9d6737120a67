/** Honest work: who talks to whom, when and how much. */
@NullMarked
package io.flowproof.simulate.behaviour;

import org.jspecify.annotations.NullMarked;
