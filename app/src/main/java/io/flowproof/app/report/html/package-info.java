/** The report: one self-contained HTML file, for those who decide and those who write rules. */
@NullMarked
package io.flowproof.app.report.html;

import org.jspecify.annotations.NullMarked;
