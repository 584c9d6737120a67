package io.flowproof.aws;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The AWS CLI of this machine, which is the judge of stubs: what it does not understand of a stub,
 * AWS would not have said.
 */
public final class AwsCli {
  private final URI endpoint;
  private final Path folder;

  /** What a command printed. */
  public record Printed(int code, String out, String err) {}

  /** Goes to that endpoint, in that folder. */
  public AwsCli(URI endpoint, Path folder) {
    this.endpoint = endpoint;
    this.folder = folder;
  }

  /** Its version; empty, and loudly said, where it is not here. */
  public static String version() {
    try {
      Printed printed = run(new ProcessBuilder("aws", "--version"));
      return printed.code() == 0 ? printed.out() + printed.err() : "";
    } catch (IOException e) {
      System.err.println(
          "NOT TESTED: there is no AWS CLI here ('aws', Debian package awscli): whether the stubs answer"
              + " as AWS does was not judged");
      return "";
    }
  }

  /** Runs {@code aws …} against the endpoint. */
  public Printed aws(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("aws"));
    command.addAll(List.of(arguments));
    return run(at(new ProcessBuilder(command)));
  }

  /** Runs lines of a shell, in which {@code aws} goes to the endpoint. */
  public Printed shell(List<String> lines) throws IOException {
    return run(at(new ProcessBuilder("sh", "-e", "-c", String.join("\n", lines))));
  }

  private ProcessBuilder at(ProcessBuilder builder) {
    builder.directory(folder.toFile());
    builder.environment().put("AWS_ENDPOINT_URL", endpoint.toString());
    builder.environment().put("AWS_ACCESS_KEY_ID", "test");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
    builder.environment().put("AWS_DEFAULT_REGION", "us-east-1");
    builder.environment().put("AWS_CONFIG_FILE", folder.resolve("no-config").toString());
    builder.environment().put("AWS_PAGER", "");
    return builder;
  }

  private static Printed run(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      byte[] out = process.getInputStream().readAllBytes();
      byte[] err = process.getErrorStream().readAllBytes();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("aws does not end");
      }
      return new Printed(
          process.exitValue(),
          new String(out, StandardCharsets.UTF_8),
          new String(err, StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
