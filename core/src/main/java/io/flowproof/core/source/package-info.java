@NullMarked
package io.flowproof.core.source;

import org.jspecify.annotations.NullMarked;
