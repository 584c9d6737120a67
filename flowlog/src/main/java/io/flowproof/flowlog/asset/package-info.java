/** What network interfaces and addresses are, read from what the AWS CLI prints, valid in time. */
@NullMarked
package io.flowproof.flowlog.asset;

import org.jspecify.annotations.NullMarked;
