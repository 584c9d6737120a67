/** How AWS delivers records: objects of a bucket, events of CloudWatch Logs; and the truth. */
@NullMarked
package io.flowproof.simulate.deliver;

import org.jspecify.annotations.NullMarked;
