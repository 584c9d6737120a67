/** Classes that the templates in {@code src/main/jte} become when this is built. */
@NullMarked
package io.flowproof.app.report.html.template;

import org.jspecify.annotations.NullMarked;
