/** How AWS is reached: credentials, region, endpoint, and what its errors mean for a person. */
@NullMarked
package io.flowproof.aws;

import org.jspecify.annotations.NullMarked;
