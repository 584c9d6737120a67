/**
 * Mutants of rules' texts: one thing changed in the syntax tree, printed by the language's printer.
 */
@NullMarked
package io.flowproof.detection.mutation;

import org.jspecify.annotations.NullMarked;
