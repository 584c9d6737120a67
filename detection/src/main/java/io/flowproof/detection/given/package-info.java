/** What a user gives beside the logs: tables, watchlists, indicators, files, saved functions. */
@NullMarked
package io.flowproof.detection.given;

import org.jspecify.annotations.NullMarked;
