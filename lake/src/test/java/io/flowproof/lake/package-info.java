@NullMarked
package io.flowproof.lake;

import org.jspecify.annotations.NullMarked;
