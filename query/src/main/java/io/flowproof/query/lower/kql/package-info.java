/**
 * What KQL means, as plans: {@link io.flowproof.query.lower.kql.KqlLowering} binds names and types
 * and lowers a syntax tree, one class an operator, functions from a registry. Microsoft's Kusto
 * documentation is the specification.
 *
 * <p>Physical types: string and guid are TEXT, int is INT, long LONG, real DOUBLE, bool BOOLEAN,
 * datetime and timespan are LONG ticks, dynamic is JSON as TEXT. A string is never null; a dynamic
 * null is a null.
 */
@NullMarked
package io.flowproof.query.lower.kql;

import org.jspecify.annotations.NullMarked;
