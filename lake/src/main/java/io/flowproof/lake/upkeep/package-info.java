/** Looking after a lake: what is in it, whether it is whole, how it is kept small. */
@NullMarked
package io.flowproof.lake.upkeep;

import org.jspecify.annotations.NullMarked;
