/** Feeds of threat intelligence: plain lists, CSV, STIX 2.1 and MISP. */
@NullMarked
package io.flowproof.flowlog.intel;

import org.jspecify.annotations.NullMarked;
