@NullMarked
package io.flowproof.query.catalog;

import org.jspecify.annotations.NullMarked;
