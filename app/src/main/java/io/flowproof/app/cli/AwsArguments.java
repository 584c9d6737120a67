package io.flowproof.app.cli;

import io.flowproof.aws.AwsAccess;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How AWS is reached, in the words of the AWS CLI. */
final class AwsArguments {
  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The region (default: as the AWS CLI finds it).")
  private @Nullable String region;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "A profile of ~/.aws (default: as the AWS CLI finds credentials).")
  private @Nullable String profile;

  @Option(
      names = "--role-arn",
      paramLabel = "ARN",
      description = "A role to assume with those credentials.")
  private @Nullable String roleArn;

  @Option(
      names = "--external-id",
      paramLabel = "ID",
      description = "What the role's trust policy asks for.")
  private @Nullable String externalId;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description = "Another endpoint that speaks the same protocol.")
  private @Nullable URI endpoint;

  AwsAccess access() {
    return new AwsAccess(
        Optional.ofNullable(region),
        Optional.ofNullable(profile),
        Optional.ofNullable(roleArn),
        Optional.ofNullable(externalId),
        Optional.ofNullable(endpoint));
  }

  Optional<String> region() {
    return Optional.ofNullable(region);
  }
}
