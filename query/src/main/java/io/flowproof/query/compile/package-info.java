/** The way in: text of a query to a plan, and its SQL. */
@NullMarked
package io.flowproof.query.compile;

import org.jspecify.annotations.NullMarked;
