package io.flowproof.app.cli;

import io.flowproof.core.signing.InvalidKeyFileException;
import io.flowproof.core.signing.KeyFolder;
import io.flowproof.core.signing.VerifyingKey;
import io.flowproof.detection.proof.InvalidProofException;
import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.ProofFile;
import io.flowproof.detection.proof.ProofSeal;
import io.flowproof.detection.proof.ProofSeal.Seal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify}: is this proof what its signer wrote? */
@Command(
    name = "verify",
    description = {
      "Check the signature of a proof, offline. Exit with 0 when a key that you trust signed it and",
      "nothing was changed, else with 1."
    },
    footer = {
      "",
      "Example:",
      "  flowproof verify proof.json --key ~/.config/flowproof/keys/0123456789abcdef.pub.pem"
    })
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The proof that flowproof prove wrote.")
  private @Nullable Path file;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "A public key that you trust, or a folder of such (*.pub.pem); may be repeated.")
  private List<Path> keys = List.of();

  private final Terminal terminal;

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Path path = Objects.requireNonNull(file);
    Paths.check(List.of(path));
    try {
      Proof proof = ProofFile.read(path);
      return print(path, ProofSeal.check(proof, trusted()));
    } catch (InvalidProofException e) {
      terminal.say(String.valueOf(e.getMessage()));
      return ExitCode.DATA.number();
    } catch (InvalidKeyFileException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private List<VerifyingKey> trusted() throws IOException {
    Paths.check(keys);
    List<VerifyingKey> trusted = new ArrayList<>();
    for (Path key : keys) {
      trusted.addAll(
          Files.isDirectory(key) ? new KeyFolder(key).all() : List.of(VerifyingKey.load(key)));
    }
    return trusted;
  }

  private int print(Path path, Seal seal) {
    PrintStream out = terminal.out();
    switch (seal) {
      case Seal.Valid valid -> out.println(path + ": valid, signed with " + valid.signer());
      case Seal.UnknownSigner unknown -> {
        out.println(path + ": intact, signer unknown: " + unknown.signer());
        out.println(
            "Nothing was changed since it was signed. Who signed it, nobody here vouches for:");
        out.println(
            keys.isEmpty()
                ? "give the public key that you trust with --key FILE."
                : "it is none of the keys that --key names.");
      }
      case Seal.Changed changed -> {
        out.println(path + ": CHANGED after it was signed");
        changed.parts().forEach(part -> out.println("  " + part));
      }
      case Seal.Forged forged -> out.println(path + ": NOT signed as it says: " + forged.problem());
      case Seal.Unsigned _ ->
          out.println(
              path + ": not signed (flowproof prove --sign signs, flowproof key makes a key)");
    }
    return (seal instanceof Seal.Valid ? ExitCode.DONE : ExitCode.CHECK_FAILED).number();
  }
}
