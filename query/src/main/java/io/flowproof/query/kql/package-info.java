/**
 * The Kusto Query Language as a text and as a tree: {@link io.flowproof.query.kql.KqlParser} makes
 * the tree, {@link io.flowproof.query.kql.KqlPrinter} the text. Nothing here knows what a name
 * stands for; Microsoft's Kusto documentation is the specification.
 */
@NullMarked
package io.flowproof.query.kql;

import org.jspecify.annotations.NullMarked;
