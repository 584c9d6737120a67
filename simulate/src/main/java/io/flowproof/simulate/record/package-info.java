/** The recorder: connections in, flow log records and the objects that hold them out. */
@NullMarked
package io.flowproof.simulate.record;

import org.jspecify.annotations.NullMarked;
