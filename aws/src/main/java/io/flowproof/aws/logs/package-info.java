/** Flow logs out of CloudWatch Logs, as the raw pages that the service answers. */
@NullMarked
package io.flowproof.aws.logs;

import org.jspecify.annotations.NullMarked;
