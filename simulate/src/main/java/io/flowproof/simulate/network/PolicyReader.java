package io.flowproof.simulate.network;

import io.flowproof.core.address.Network;
import java.util.ArrayList;
import java.util.List;

/** Reads security groups and network ACLs: {@code tcp 443 0.0.0.0/0}, {@code deny all ::/0}. */
final class PolicyReader {
  private static final int MOST_PORTS = 65_535;

  private PolicyReader() {}

  static SecurityGroup group(String name, Yaml group) {
    group.only("in", "out");
    return new SecurityGroup(name, rules(group.at("in")), rules(group.at("out")));
  }

  private static List<SecurityRule> rules(Yaml rules) {
    List<SecurityRule> all = new ArrayList<>();
    for (Yaml rule : rules.items()) {
      String[] words = rule.text().split("\\s+");
      Integer protocol = Protocols.find(words[0]);
      if (protocol == null || words.length < 2 || words.length > 3) {
        throw rule.wrong("Invalid rule: '" + rule.text() + "' (must be such as tcp 443 0.0.0.0/0)");
      }
      int[] ports = words.length == 3 ? ports(rule, words[1]) : new int[] {0, MOST_PORTS};
      String peer = words[words.length - 1];
      Network cidr = Network.parse(peer).orElse(null);
      all.add(new SecurityRule(protocol, ports[0], ports[1], cidr, cidr == null ? peer : null));
    }
    return all;
  }

  private static int[] ports(Yaml place, String text) {
    if (!text.matches("\\d{1,5}(-\\d{1,5})?")) {
      throw place.wrong("Invalid ports: '" + text + "' (must be such as 443 or 1024-65535)");
    }
    String[] ends = text.split("-");
    return new int[] {Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])};
  }

  static NetworkAcl acl(Yaml acl) {
    acl.only("in", "out");
    return new NetworkAcl(entries(acl.at("in")), entries(acl.at("out")));
  }

  private static List<NetworkAcl.Entry> entries(Yaml entries) {
    List<NetworkAcl.Entry> all = new ArrayList<>();
    for (Yaml entry : entries.items()) {
      String[] words = entry.text().split("\\s+");
      Integer protocol = words.length > 2 ? Protocols.find(words[1]) : null;
      Network peer = Network.parse(words[words.length - 1]).orElse(null);
      boolean verb = words[0].equals("allow") || words[0].equals("deny");
      if (protocol == null || peer == null || !verb || words.length > 4) {
        throw entry.wrong(
            "Invalid entry: '" + entry.text() + "' (must be such as allow tcp 443 0.0.0.0/0)");
      }
      int[] ports = words.length == 4 ? ports(entry, words[2]) : new int[] {0, MOST_PORTS};
      all.add(new NetworkAcl.Entry(words[0].equals("allow"), protocol, ports[0], ports[1], peer));
    }
    return all;
  }
}
