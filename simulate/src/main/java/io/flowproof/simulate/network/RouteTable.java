package io.flowproof.simulate.network;

import io.flowproof.core.address.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The routes of a subnet; the longest prefix wins. Routes may be added until the first packet. */
public final class RouteTable {
  private static final RouteTarget BLACKHOLE = new RouteTarget.Blackhole();

  private final List<Route> routes = new ArrayList<>();

  private record Route(Network destination, RouteTarget target) {}

  /** Adds a route. */
  public RouteTable with(Network destination, RouteTarget target) {
    routes.add(new Route(destination, target));
    routes.sort(Comparator.comparingInt((Route route) -> route.destination().bits()).reversed());
    return this;
  }

  /** Where packets to that address go; nowhere without a route. */
  public RouteTarget target(IpAddress destination) {
    for (Route route : routes) {
      if (destination.isIn(route.destination())) {
        return route.target();
      }
    }
    return BLACKHOLE;
  }
}
