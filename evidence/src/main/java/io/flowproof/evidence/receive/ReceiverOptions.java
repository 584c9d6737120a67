package io.flowproof.evidence.receive;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How to receive.
 *
 * @param listen where; port 0 takes any that is free
 * @param tokens the secrets of senders
 * @param tls the certificate and its key; null for HTTP without TLS
 * @param largestBody the largest body that is taken, and what a compressed one may inflate to
 * @param mostPending how much memory bodies may take together
 */
public record ReceiverOptions(
    InetSocketAddress listen,
    Tokens tokens,
    @Nullable SSLContext tls,
    long largestBody,
    long mostPending) {
  /** The largest body that Firehose sends, before compression. */
  public static final long LARGEST_BODY = 64L << 20;

  /** Two of the largest bodies, with what reading them takes. */
  public static final long MOST_PENDING = 256L << 20;
}
