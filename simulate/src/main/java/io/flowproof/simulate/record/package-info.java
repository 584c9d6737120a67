/** The recorder: connections in, flow log records out. */
@NullMarked
package io.flowproof.simulate.record;

import org.jspecify.annotations.NullMarked;
