/** Results as people and programs read them: tables, JSON, CSV. */
@NullMarked
package io.flowproof.app.report;

import org.jspecify.annotations.NullMarked;
