@NullMarked
package io.flowproof.flowlog.enrich;

import org.jspecify.annotations.NullMarked;
