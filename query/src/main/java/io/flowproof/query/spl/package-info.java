/**
 * The front end of SPL: {@link io.flowproof.query.spl.SplParser} turns text into the records of
 * {@link io.flowproof.query.spl.Spl}, {@link io.flowproof.query.spl.SplPrinter} turns them back
 * into text. Specification: Splunk's Search Reference.
 */
@NullMarked
package io.flowproof.query.spl;

import org.jspecify.annotations.NullMarked;
