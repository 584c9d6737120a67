@NullMarked
package io.flowproof.query.function;

import org.jspecify.annotations.NullMarked;
