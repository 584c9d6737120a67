package io.flowproof.app.cli;

import io.flowproof.core.signing.InvalidKeyFileException;
import io.flowproof.core.signing.KeyFolder;
import io.flowproof.core.signing.SigningKey;
import io.flowproof.core.signing.VerifyingKey;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code key}: the keys that sign. */
@Command(
    name = "key",
    description = {
      "Show the keys that sign proofs, and make one where there is none. The private half stays in",
      "its folder, readable by you alone; give the public half to whom it may concern."
    },
    footer = {
      "",
      "Example:",
      "  flowproof key             make a key, or show those that there are",
      "  flowproof key --rotate    sign with a new key from now on; the old private half is deleted"
    })
final class KeyCommand implements Callable<Integer> {
  @Option(
      names = "--rotate",
      description = "Make a new key that signs from now on, and keep the old public halves.")
  private boolean rotate;

  @Mixin private final KeyArguments keys = new KeyArguments();

  private final Terminal terminal;

  KeyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    KeyFolder folder = keys.folder(terminal);
    PrintStream out = terminal.out();
    try {
      Optional<SigningKey> before = folder.current();
      SigningKey current = rotate || before.isEmpty() ? folder.rotate() : before.get();
      out.println(
          (before.isPresent() && !rotate ? "signs     " : "made      ")
              + current.id()
              + "  "
              + folder.publicFile(current.id()));
      for (VerifyingKey key : folder.all()) {
        if (!key.id().equals(current.id())) {
          out.println("replaced  " + key.id() + "  " + folder.publicFile(key.id()));
        }
      }
      return ExitCode.DONE.number();
    } catch (InvalidKeyFileException e) {
      terminal.say(String.valueOf(e.getMessage()));
      return ExitCode.INVALID.number();
    }
  }
}
