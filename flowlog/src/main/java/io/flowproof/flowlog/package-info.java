@NullMarked
package io.flowproof.flowlog;

import org.jspecify.annotations.NullMarked;
