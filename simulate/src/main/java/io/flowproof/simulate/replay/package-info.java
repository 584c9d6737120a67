/** Captures of packets and flows, replayed as the flow logs that a VPC would have had. */
@NullMarked
package io.flowproof.simulate.replay;

import org.jspecify.annotations.NullMarked;
