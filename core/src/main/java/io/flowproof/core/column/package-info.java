@NullMarked
package io.flowproof.core.column;

import org.jspecify.annotations.NullMarked;
