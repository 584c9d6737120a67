/** Writes {@code examples/logs}, and knows what is in there. */
@org.jspecify.annotations.NullMarked
package io.flowproof.detection.example;
