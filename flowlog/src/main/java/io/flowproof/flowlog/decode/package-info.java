@NullMarked
package io.flowproof.flowlog.decode;

import org.jspecify.annotations.NullMarked;
