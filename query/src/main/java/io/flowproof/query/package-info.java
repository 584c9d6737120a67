@NullMarked
package io.flowproof.query;

import org.jspecify.annotations.NullMarked;
