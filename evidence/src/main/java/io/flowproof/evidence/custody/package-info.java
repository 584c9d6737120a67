/**
 * The case folder: raw objects that are never changed, and a log of every action on them in which
 * each entry holds the hash of the one before.
 */
@NullMarked
package io.flowproof.evidence.custody;

import org.jspecify.annotations.NullMarked;
