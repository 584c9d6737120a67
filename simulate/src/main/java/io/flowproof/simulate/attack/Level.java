package io.flowproof.simulate.attack;

/** How much of an attack there is. */
public enum Level {
  /** Somebody who takes care. */
  MILD,
  /** As it usually is. */
  TYPICAL,
  /** Somebody who does not care. */
  LOUD
}
