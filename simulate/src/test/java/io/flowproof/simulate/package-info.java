/** What the tests of several packages share. */
@NullMarked
package io.flowproof.simulate;

import org.jspecify.annotations.NullMarked;
