package io.flowproof.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Keeps the body of the last response as it came over the wire, which is what evidence is; what a
 * library makes of it is not. For services that answer with a page at a time, from one thread.
 */
public final class RawResponse implements ExecutionInterceptor {
  private byte[] body = new byte[0];

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    if (context.responseBody().isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = context.responseBody().get()) {
      body = in.readAllBytes();
      return Optional.of(new ByteArrayInputStream(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of the last response. */
  public byte[] bytes() {
    return body.clone();
  }
}
