/** Flow logs out of Amazon S3, with the bytes, versions and checksums that the bucket has. */
@NullMarked
package io.flowproof.aws.s3;

import org.jspecify.annotations.NullMarked;
