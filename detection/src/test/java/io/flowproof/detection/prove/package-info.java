@NullMarked
package io.flowproof.detection.prove;

import org.jspecify.annotations.NullMarked;
