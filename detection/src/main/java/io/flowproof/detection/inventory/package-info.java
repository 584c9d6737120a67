/** What AWS said of a network and of what records it, in the JSON of the AWS CLI. */
@NullMarked
package io.flowproof.detection.inventory;

import org.jspecify.annotations.NullMarked;
