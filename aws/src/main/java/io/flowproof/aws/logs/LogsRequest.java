package io.flowproof.aws.logs;

import java.time.Instant;
import java.util.Optional;

/**
 * What to collect from CloudWatch Logs.
 *
 * @param group the log group's name, or its ARN where it belongs to another account
 * @param streamPrefix only streams whose name begins so, for example an interface's id
 * @param from the first event's time; events have the time at which their record starts
 * @param to no event from then on
 */
public record LogsRequest(String group, Optional<String> streamPrefix, Instant from, Instant to) {}
