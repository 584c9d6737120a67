@NullMarked
package io.flowproof.query.lower;

import org.jspecify.annotations.NullMarked;
