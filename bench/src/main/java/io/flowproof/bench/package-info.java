/** Measures whole processes of the product beside a rival's, on data made from a seed. */
@NullMarked
package io.flowproof.bench;

import org.jspecify.annotations.NullMarked;
