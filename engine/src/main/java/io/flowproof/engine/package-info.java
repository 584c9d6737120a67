@NullMarked
package io.flowproof.engine;

import org.jspecify.annotations.NullMarked;
