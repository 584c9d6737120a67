package io.flowproof.evidence.receive;

import io.flowproof.evidence.custody.Actor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A receiver in a process of its own, which is killed. */
final class KilledReceiver {
  static final String TOKEN = "t";

  private KilledReceiver() {}

  /** Arguments: the folder, and the port or nothing. Prints the port on which it listens. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    ReceivedObjects objects =
        new ReceivedObjects(
            Path.of(arguments[0]),
            new Actor("me@here", "flowproof", Clock.systemUTC()),
            "http://here",
            "flowproof receive",
            (day, kept) -> {});
    Receiver receiver =
        Receiver.start(
            new ReceiverOptions(
                new InetSocketAddress(
                    InetAddress.getLoopbackAddress(),
                    arguments.length < 2 ? 0 : Integer.parseInt(arguments[1])),
                new Tokens(List.of(TOKEN)),
                null,
                ReceiverOptions.LARGEST_BODY,
                ReceiverOptions.MOST_PENDING),
            objects,
            ReceiverEvents.NONE,
            Clock.systemUTC());
    System.out.println(receiver.address().getPort());
    System.out.flush();
  }
}
