@NullMarked
package io.flowproof.core.function;

import org.jspecify.annotations.NullMarked;
