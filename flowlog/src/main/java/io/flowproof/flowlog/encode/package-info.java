@NullMarked
package io.flowproof.flowlog.encode;

import org.jspecify.annotations.NullMarked;
