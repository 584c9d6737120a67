package io.flowproof.aws;

import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * How AWS is reached: what the AWS CLI takes from its options, its profile and its environment.
 *
 * @param region a region's code; without it that of the profile or the environment
 * @param profile a profile of the AWS configuration files
 * @param roleArn a role to assume with those credentials
 * @param externalId what the role's trust policy may ask for
 * @param endpoint another endpoint, for a service of the same protocol
 */
public record AwsAccess(
    Optional<String> region,
    Optional<String> profile,
    Optional<String> roleArn,
    Optional<String> externalId,
    Optional<URI> endpoint) {
  private static final String SESSION = "flowproof-collect";

  /**
   * The region that requests go to.
   *
   * @throws AwsException if nothing names one
   */
  public Region chosenRegion() {
    return region.map(Region::of).orElseGet(this::usualRegion);
  }

  private Region usualRegion() {
    try {
      DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
      profile.ifPresent(chain::profileName);
      return chain.build().getRegion();
    } catch (SdkClientException e) {
      throw new AwsException(
          "No region is named (give --region, or set AWS_REGION or the profile's)");
    }
  }

  /**
   * Sets up a client that tries again when it is throttled, and shows its responses to {@code
   * seen}.
   */
  public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
      Supplier<B> builder, ExecutionInterceptor seen) {
    B client = builder.get();
    client.region(chosenRegion());
    client.credentialsProvider(credentials());
    client.httpClientBuilder(UrlConnectionHttpClient.builder());
    client.overrideConfiguration(
        c -> c.addExecutionInterceptor(seen).retryStrategy(RetryMode.ADAPTIVE_V2));
    endpoint.ifPresent(client::endpointOverride);
    return client.build();
  }

  private AwsCredentialsProvider credentials() {
    DefaultCredentialsProvider.Builder usual = DefaultCredentialsProvider.builder();
    profile.ifPresent(usual::profileName);
    AwsCredentialsProvider own = usual.build();
    if (roleArn.isEmpty()) {
      return own;
    }
    StsClient sts =
        StsClient.builder()
            .region(chosenRegion())
            .credentialsProvider(own)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .applyMutation(b -> endpoint.ifPresent(b::endpointOverride))
            .build();
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts)
        .refreshRequest(
            AssumeRoleRequest.builder()
                .roleArn(roleArn.get())
                .roleSessionName(SESSION)
                .applyMutation(b -> externalId.ifPresent(b::externalId))
                .build())
        .build();
  }
}
