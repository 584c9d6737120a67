/** Receives flow logs over HTTP, and keeps what was received as evidence before it says so. */
@NullMarked
package io.flowproof.evidence.receive;

import org.jspecify.annotations.NullMarked;
