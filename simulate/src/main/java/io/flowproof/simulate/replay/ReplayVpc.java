package io.flowproof.simulate.replay;

import io.flowproof.core.address.Network;
import io.flowproof.simulate.network.CloudNetwork;
import io.flowproof.simulate.network.Eni;
import io.flowproof.simulate.network.Ids;
import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.NetworkAcl;
import io.flowproof.simulate.network.RouteTable;
import io.flowproof.simulate.network.RouteTarget;
import io.flowproof.simulate.network.Subnet;
import io.flowproof.simulate.network.Vpc;
import io.flowproof.simulate.record.FlowLog;
import java.util.List;
import java.util.Set;

/** A VPC around the addresses of a capture: an instance for each, and nothing that rejects. */
final class ReplayVpc {
  private final CloudNetwork network = new CloudNetwork();

  ReplayVpc(List<Network> networks, Set<IpAddress> addresses, FlowLog log) {
    String seed = String.valueOf(networks);
    Vpc vpc = new Vpc(Ids.of("vpc", seed), "replay", log.account(), log.region(), networks);
    RouteTable routes =
        new RouteTable()
            .with(Network.parse("0.0.0.0/0").orElseThrow(), new RouteTarget.InternetGateway())
            .with(Network.parse("::/0").orElseThrow(), new RouteTarget.InternetGateway());
    networks.forEach(cidr -> routes.with(cidr, new RouteTarget.Local()));
    for (Network cidr : networks) {
      Subnet subnet =
          new Subnet(
              Ids.of("subnet", seed + cidr),
              "replay",
              vpc,
              List.of(cidr),
              "use1-az1",
              NetworkAcl.OPEN,
              routes);
      for (IpAddress address : addresses) {
        if (address.isIn(cidr) && network.find(address) == null) {
          String id = Ids.of("eni", seed + address);
          network.add(new Eni(Eni.Description.instance(id, subnet, address)));
        }
      }
    }
  }

  CloudNetwork network() {
    return network;
  }
}
