package io.flowproof.detection.pack;

import java.util.List;
import java.util.stream.Collectors;

/** A pack cannot be loaded: all problems of all its files, in the order of the paths. */
public final class InvalidPackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<PackProblem> problems;

  /** {@code problems} must not be empty. */
  public InvalidPackException(List<PackProblem> problems) {
    super(problems.stream().map(PackProblem::render).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("An invalid pack needs a problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, at least one problem. */
  public List<PackProblem> problems() {
    return problems;
  }
}
