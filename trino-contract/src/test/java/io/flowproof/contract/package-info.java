/** What every engine must do, and what one cannot. */
@NullMarked
package io.flowproof.contract;

import org.jspecify.annotations.NullMarked;
