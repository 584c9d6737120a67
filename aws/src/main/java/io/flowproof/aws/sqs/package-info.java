/** Queues that say which objects arrived in buckets. */
@NullMarked
package io.flowproof.aws.sqs;

import org.jspecify.annotations.NullMarked;
