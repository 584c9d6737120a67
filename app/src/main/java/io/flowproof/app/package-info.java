@NullMarked
package io.flowproof.app;

import org.jspecify.annotations.NullMarked;
