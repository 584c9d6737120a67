package io.flowproof.simulate.record;

/**
 * Windows whose records AWS could not make: a single SKIPDATA record stands for all of them.
 *
 * @param point the id of the interface
 * @param period when; every window that touches it is lost
 */
public record Outage(String point, Period period) {}
