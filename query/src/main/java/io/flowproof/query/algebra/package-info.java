@NullMarked
package io.flowproof.query.algebra;

import org.jspecify.annotations.NullMarked;
