/** IP addresses as numbers. */
@NullMarked
package io.flowproof.core.address;

import org.jspecify.annotations.NullMarked;
