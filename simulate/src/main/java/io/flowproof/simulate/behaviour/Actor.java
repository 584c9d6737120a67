package io.flowproof.simulate.behaviour;

/** Somebody who does something from time to time. */
@FunctionalInterface
public interface Actor {
  /**
   * Does it.
   *
   * @param now the time, in microseconds
   * @return when to be called again; never for {@link Long#MAX_VALUE}
   */
  long act(long now, Simulation simulation);
}
