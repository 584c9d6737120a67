/**
 * Ed25519 signatures (RFC 8032) over bytes, and the keys that make and check them, as PEM files
 * that OpenSSL reads too.
 */
@NullMarked
package io.flowproof.core.signing;

import org.jspecify.annotations.NullMarked;
