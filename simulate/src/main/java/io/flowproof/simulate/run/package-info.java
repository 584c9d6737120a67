/** Whole simulations: a network's honest work, attacks in it, and the records of both. */
@NullMarked
package io.flowproof.simulate.run;

import org.jspecify.annotations.NullMarked;
