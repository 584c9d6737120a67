package io.flowproof.aws;

import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what an error of AWS means for the person who collects. */
public final class AwsProblem {
  private static final Set<String> OF_THE_CALLER =
      Set.of(
          "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "RequestTimeTooSkewed",
          "ExpiredToken",
          "ExpiredTokenException",
          "RequestExpired",
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "AuthFailure",
          "UnrecognizedClientException",
          "InvalidClientTokenId");

  private AwsProblem() {}

  /**
   * One sentence about an error.
   *
   * @param permission the IAM action that was used, such as {@code s3:GetObject}
   */
  public static String of(SdkException error, String permission) {
    if (!(error instanceof AwsServiceException service) || service.awsErrorDetails() == null) {
      return noAnswer(error);
    }
    String code = String.valueOf(service.awsErrorDetails().errorCode());
    String said = String.valueOf(service.awsErrorDetails().errorMessage());
    return switch (code) {
      case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403", "Forbidden" ->
          said.toLowerCase(Locale.ROOT).contains("kms")
              ? "Access denied by the KMS key: %s (needs kms:Decrypt on it)".formatted(said)
              : "Access denied: %s (needs %s)".formatted(said, permission);
      case "NoSuchKey", "NoSuchVersion" ->
          "It was listed and is gone now: somebody or a lifecycle rule deleted it meanwhile";
      case "NoSuchBucket" -> "There is no such bucket";
      case "ResourceNotFoundException" ->
          "It does not exist in this region: %s (is --region right?)".formatted(said);
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          "The bucket is in another region: %s (give %s)"
              .formatted(
                  said,
                  service
                      .awsErrorDetails()
                      .sdkHttpResponse()
                      .firstMatchingHeader("x-amz-bucket-region")
                      .map(region -> "--region " + region)
                      .orElse("its --region"));
      case "RequestTimeTooSkewed" ->
          "The clock of this machine is more than 15 minutes off, and AWS refuses its requests"
              + " (set the clock; the offset is part of the evidence)";
      case "ExpiredToken", "ExpiredTokenException", "RequestExpired" ->
          "The credentials have expired (get new ones and give the same command again)";
      case "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "AuthFailure",
          "UnrecognizedClientException",
          "InvalidClientTokenId" ->
          "AWS does not accept the credentials: " + said;
      case "InvalidObjectState" ->
          "It lies in an archive storage class and must be restored first (aws s3api restore-object)";
      default -> code + ": " + said;
    };
  }

  /** Whether it is one that every request of this caller would have: region, clock, credentials. */
  public static boolean isOfTheCaller(SdkException error) {
    return !(error instanceof AwsServiceException service)
        || service.awsErrorDetails() == null
        || OF_THE_CALLER.contains(String.valueOf(service.awsErrorDetails().errorCode()));
  }

  private static String noAnswer(SdkException error) {
    String said = String.valueOf(error.getMessage());
    return said.contains("Unable to load credentials")
        ? "No credentials were found (give --profile, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,"
            + " or let --print-commands print what somebody else can run)"
        : "No answer: %s (is --region right, and --endpoint-url where it is given?)"
            .formatted(said);
  }
}
