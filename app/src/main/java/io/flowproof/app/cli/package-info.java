/** The command line: one command a file. Only this package writes to the standard streams. */
@NullMarked
package io.flowproof.app.cli;

import org.jspecify.annotations.NullMarked;
