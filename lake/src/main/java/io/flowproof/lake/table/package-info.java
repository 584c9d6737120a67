/** The tables of a lake: where they lie, their schema, their files. */
@NullMarked
package io.flowproof.lake.table;

import org.jspecify.annotations.NullMarked;
