/** What a lake was given and what was done with it. */
@NullMarked
package io.flowproof.lake.ledger;

import org.jspecify.annotations.NullMarked;
