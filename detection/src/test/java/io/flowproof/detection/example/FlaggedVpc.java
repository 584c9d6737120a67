package io.flowproof.detection.example;

import static io.flowproof.detection.example.VpcLog.FROM;
import static io.flowproof.detection.example.VpcLog.UNTIL;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.example.Talk.End;
import java.util.Arrays;
import java.util.Random;

/**
 * The same half hour of another VPC, 10.1.0.0/16, logged in the 29 fields of version 5: a web
 * server with IPv4 and IPv6 visitors, a worker that writes to S3 through a gateway endpoint, a
 * cache. Nothing bad is in it.
 */
final class FlaggedVpc {
  private static final String SUBNET = "subnet-0d4e5f6a7b8c00001";

  private final Random random = new Random(510);
  private final VpcLog log =
      new VpcLog(
          Arrays.stream(FlowLogField.values()).filter(f -> f.version() <= 5).toList(),
          "vpc-0d4e5f6a7b8c05678",
          "use1-az2");
  private final Eni web = eni("0010", "10.1.0.10", 12);
  private final Eni worker = eni("0120", "10.1.1.20", 37);
  private final Eni cache = eni("0130", "10.1.1.30", 55);

  static VpcLog log() {
    FlaggedVpc vpc = new FlaggedVpc();
    vpc.visitors();
    vpc.work();
    return vpc.log;
  }

  private Eni eni(String digits, String address, int offset) {
    return log.eni(
        new Eni("eni-0d4e5f6a7b8c9" + digits, address, "i-0d4e5f6a7b8c9" + digits, SUBNET, offset));
  }

  private void visitors() {
    for (int i = 0; i < 240; i++) {
      boolean six = i % 6 == 0;
      String visitor =
          six
              ? "2001:db8:77::" + (1 + random.nextInt(90))
              : "192.0.2." + (100 + random.nextInt(90));
      End service = new End(six ? "2001:db8:1234:1a00::10" : web.address(), 443);
      int received = 4000 + random.nextInt(300_000);
      log.see(
          web,
          Talk.tcp(
              new End(visitor, 32768 + random.nextInt(28232)),
              service,
              FROM + random.nextInt(1800),
              1 + random.nextInt(90),
              1200 + received / 40,
              received));
    }
    for (int i = 0; i < 60; i++) {
      End source = new End("203.0.113." + (120 + random.nextInt(60)), 1024 + random.nextInt(64000));
      int port = i % 2 == 0 ? 23 : 3389;
      log.see(
          web,
          Talk.probe(source, new End(web.address(), port), 6, FROM + random.nextInt(1800), false));
    }
  }

  private void work() {
    Talk pool =
        Talk.tcp(
            new End(worker.address(), 40110),
            new End(cache.address(), 6379),
            FROM - 700,
            3600,
            30_000_000,
            90_000_000);
    log.see(worker, pool);
    log.see(cache, pool);
    int port = 44000;
    for (long at = FROM + 60; at + 60 < UNTIL; at += 90) {
      log.see(
          worker,
          Talk.tcp(
              new End(worker.address(), port++),
              new End("52.95.128.179", 443),
              at,
              40,
              12_000_000 + random.nextInt(2_000_000),
              160_000));
    }
  }
}
