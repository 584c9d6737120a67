/**
 * What a Splunk app adds to a search: macros, lookups, fields of a sourcetype, tokens, limits. As
 * data; nothing here reads a file.
 */
@NullMarked
package io.flowproof.query.splunk;

import org.jspecify.annotations.NullMarked;
