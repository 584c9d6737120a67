/** Questions of an investigation, each answered with what it rests on. */
@NullMarked
package io.flowproof.detection.investigate;

import org.jspecify.annotations.NullMarked;
