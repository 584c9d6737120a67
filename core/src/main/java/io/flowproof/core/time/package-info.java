@NullMarked
package io.flowproof.core.time;

import org.jspecify.annotations.NullMarked;
