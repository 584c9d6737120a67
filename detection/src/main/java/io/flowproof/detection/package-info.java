@NullMarked
package io.flowproof.detection;

import org.jspecify.annotations.NullMarked;
