@NullMarked
package io.flowproof.detection.trial;

import org.jspecify.annotations.NullMarked;
