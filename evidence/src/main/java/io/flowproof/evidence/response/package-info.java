/** The life of an incident, as the log of its case tells it, and how long its steps took. */
@NullMarked
package io.flowproof.evidence.response;

import org.jspecify.annotations.NullMarked;
