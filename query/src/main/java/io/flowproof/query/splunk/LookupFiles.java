package io.flowproof.query.splunk;

import java.util.List;
import java.util.Optional;

/** Where lookups' files lie. A name has no path; whoever implements this refuses one that has. */
public interface LookupFiles {
  /** No files. */
  LookupFiles NONE =
      new LookupFiles() {
        @Override
        public Optional<LookupTable> read(String file) {
          return Optional.empty();
        }

        @Override
        public List<String> names() {
          return List.of();
        }
      };

  /**
   * The contents of a file.
   *
   * @throws LookupException if it is there and cannot be read, or is too large
   */
  Optional<LookupTable> read(String file);

  /** The names of the files there are, to suggest. */
  List<String> names();

  /** A file that cannot be read; the message says why. */
  final class LookupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for people. */
    public LookupException(String message) {
      super(message);
    }
  }
}
