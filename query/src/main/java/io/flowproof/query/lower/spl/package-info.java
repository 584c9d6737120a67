/**
 * SPL to algebra: {@link io.flowproof.query.lower.spl.SplLowering} is the door, one class lowers
 * one command, {@link io.flowproof.query.lower.spl.EvalFunctions} and {@link
 * io.flowproof.query.lower.spl.StatsFunctions} are the registries of functions. Specification:
 * Splunk's Search Reference.
 */
@NullMarked
package io.flowproof.query.lower.spl;

import org.jspecify.annotations.NullMarked;
