@NullMarked
package io.flowproof.core.schema;

import org.jspecify.annotations.NullMarked;
