/** Networks as AWS builds them: who has which address, and what a packet crosses on its way. */
@NullMarked
package io.flowproof.simulate.network;

import org.jspecify.annotations.NullMarked;
