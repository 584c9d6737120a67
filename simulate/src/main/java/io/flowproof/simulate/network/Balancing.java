package io.flowproof.simulate.network;

import java.util.List;

/**
 * What a Network Load Balancer does with connections to one of its ports.
 *
 * @param port the port it listens on
 * @param targets where it sends them
 * @param targetPort the port there
 * @param preservesClient whether targets see the client's address
 */
public record Balancing(int port, List<Eni> targets, int targetPort, boolean preservesClient) {}
