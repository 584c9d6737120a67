/** What was configured when flow logs were collected, in the JSON of the AWS CLI. */
@NullMarked
package io.flowproof.aws.inventory;

import org.jspecify.annotations.NullMarked;
