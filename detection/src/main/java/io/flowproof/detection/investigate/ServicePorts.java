package io.flowproof.detection.investigate;

import java.util.List;
import java.util.stream.Collectors;

/** Ports by which somebody works on another machine. */
final class ServicePorts {
  /**
   * SSH, Telnet, RPC and SMB, RDP, WinRM, VNC, and the consoles of Docker, Kubernetes and etcd: the
   * services of ATT&amp;CK's T1021 (Remote Services) and T1609, as IANA or their makers number
   * them.
   */
  static final List<Integer> ADMINISTRATIVE =
      List.of(22, 23, 135, 139, 445, 2375, 2376, 2379, 3389, 5900, 5901, 5985, 5986, 6443, 10250);

  private ServicePorts() {}

  /** As a list of SQL. */
  static String sql() {
    return ADMINISTRATIVE.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
