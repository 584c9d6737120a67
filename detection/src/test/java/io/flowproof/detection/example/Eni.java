package io.flowproof.detection.example;

/**
 * A network interface whose traffic is logged.
 *
 * @param id {@code eni-…}
 * @param address its primary private IPv4 address
 * @param instance its instance, or {@code -} for one that a service created
 * @param subnet its subnet
 * @param offset the second of the minute in which its aggregation windows begin
 */
record Eni(String id, String address, String instance, String subnet, int offset) {}
