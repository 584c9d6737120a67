package io.flowproof.detection.example;

import static io.flowproof.detection.example.VpcLog.FROM;
import static io.flowproof.detection.example.VpcLog.UNTIL;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.example.Talk.End;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Half an hour of a small VPC, 10.0.0.0/16, logged in the default format: a web server, two
 * application servers and a database, a bastion, a NAT gateway, a resolver of its own. A scan, the
 * guessing of passwords and an exfiltration are in it.
 */
final class SmallVpc {
  static final String SCANNER = "203.0.113.77";
  static final String DROP = "193.0.0.77";
  static final String BIG_CLIENT = "198.51.100.200";
  private static final String PUBLIC = "subnet-0a5b6c7d8e9f00001";
  private static final String PRIVATE = "subnet-0a5b6c7d8e9f00002";
  private static final String API = "198.51.100.150";
  private static final int[] NOISE = {
    22, 23, 80, 443, 445, 1433, 2323, 3306, 3389, 5060, 5432, 5555, 6379, 8080, 8443, 9200, 11211
  };

  private final Random random = new Random(20240514);
  private final VpcLog log =
      new VpcLog(
          Arrays.stream(FlowLogField.values()).filter(f -> f.version() == 2).toList(),
          "vpc-0a5b6c7d8e9f01234",
          "use1-az1");
  private final Eni web = eni("0010", "10.0.0.10", PUBLIC, 7);
  private final Eni bastion = eni("0020", "10.0.0.20", PUBLIC, 23);
  private final Eni nat = log.eni(new Eni("eni-0c1d2e3f4a5b60220", "10.0.0.220", "-", PUBLIC, 41));
  private final Eni app1 = eni("0111", "10.0.1.11", PRIVATE, 2);
  private final Eni app2 = eni("0112", "10.0.1.12", PRIVATE, 48);
  private final Eni resolver = eni("0153", "10.0.1.53", PRIVATE, 33);
  private final Eni database = eni("0221", "10.0.2.21", PRIVATE, 15);

  private SmallVpc() {
    eni("0299", "10.0.2.99", PRIVATE, 0);
  }

  static VpcLog log() {
    SmallVpc vpc = new SmallVpc();
    vpc.honest();
    vpc.background();
    vpc.attack();
    vpc.log.lose(vpc.web, FROM + 13 * 60);
    return vpc.log;
  }

  private Eni eni(String digits, String address, String subnet, int offset) {
    return log.eni(
        new Eni("eni-0c1d2e3f4a5b6" + digits, address, "i-0c1d2e3f4a5b6" + digits, subnet, offset));
  }

  private void honest() {
    for (int i = 0; i < 900; i++) {
      visitor();
    }
    for (int i = 0; i < 450; i++) {
      Eni app = random.nextBoolean() ? app1 : app2;
      both(web, app, 8080, 1 + random.nextInt(3), 600 + random.nextInt(2000), 9000);
    }
    for (int i = 0; i < 8; i++) {
      Eni app = i % 2 == 0 ? app1 : app2;
      Talk pool =
          Talk.tcp(
              new End(app.address(), 41000 + i),
              new End(database.address(), 5432),
              FROM - 900 - i,
              4000,
              6_000_000 + random.nextInt(4_000_000),
              40_000_000 + random.nextInt(20_000_000));
      log.see(app, pool);
      log.see(database, pool);
    }
    names();
    for (int i = 0; i < 200; i++) {
      Eni app = random.nextBoolean() ? app1 : app2;
      out(app, new End(API, 443), sometime(), 2, 1500 + random.nextInt(4000), 3000);
    }
    for (Eni host : List.of(app1, app2, database)) {
      long at = FROM + 300 + random.nextInt(600);
      out(host, new End("192.0.2.80", 443), at, 150, 900_000, 60_000_000);
    }
    for (long at = FROM + 4; at < UNTIL; at += 30) {
      End checker = new End("192.0.2.1" + random.nextInt(3), client());
      log.see(web, Talk.tcp(checker, new End(web.address(), 443), at, 1, 900, 4200));
    }
    End admin = new End("198.51.100.30", 53211);
    log.see(
        bastion,
        Talk.tcp(admin, new End(bastion.address(), 22), FROM - 300, 1500, 400_000, 2_600_000));
    both(bastion, app1, 22, 200, 60_000, 350_000);
    End customer = new End(BIG_CLIENT, 49731);
    log.see(
        web,
        Talk.tcp(
            customer, new End(web.address(), 443), FROM + 6 * 60 + 10, 50, 900_000, 72_000_000));
  }

  private void visitor() {
    String network = random.nextInt(3) == 0 ? "192.0.2." : "198.51.100.";
    End visitor = new End(network + (100 + random.nextInt(40)), client());
    End service = new End(web.address(), random.nextInt(8) == 0 ? 80 : 443);
    int received = 4000 + random.nextInt(400_000);
    log.see(
        web,
        Talk.tcp(
            visitor, service, sometime(), 1 + random.nextInt(20), 1200 + received / 40, received));
  }

  /** Questions to the resolver, and some of them on to the resolver outside. */
  private void names() {
    List<Eni> askers = List.of(web, bastion, app1, app2, database);
    for (int i = 0; i < 240; i++) {
      Eni asker = askers.get(random.nextInt(askers.size()));
      long at = sometime();
      Talk question =
          Talk.udp(
              new End(asker.address(), client()), new End(resolver.address(), 53), at, 71, 187);
      log.see(asker, question);
      log.see(resolver, question);
      if (i % 4 == 0) {
        throughNat(
            resolver,
            Talk.udp(
                new End(resolver.address(), client()), new End("192.0.2.53", 53), at, 71, 203));
      }
    }
  }

  private void background() {
    for (int i = 0; i < 330; i++) {
      End source = new End("203.0.113." + (1 + random.nextInt(60)), 1024 + random.nextInt(64000));
      Eni target = List.of(web, bastion, nat).get(random.nextInt(3));
      int port = NOISE[random.nextInt(NOISE.length)];
      boolean open = target == nat || (target == web && (port == 80 || port == 443)) || port == 22;
      int protocol = port == 5060 || port == 11211 ? 17 : 6;
      log.see(
          target, Talk.probe(source, new End(target.address(), port), protocol, sometime(), open));
    }
    for (int i = 0; i < 12; i++) {
      End source = new End("203.0.113." + (90 + i), 0);
      log.see(web, Talk.probe(source, new End(web.address(), 0), 1, sometime(), true));
    }
    for (int i = 0; i < 60; i++) {
      End late = new End(API, 443);
      log.see(
          nat,
          Talk.probe(
              late, new End(nat.address(), 1024 + random.nextInt(60000)), 6, sometime(), false));
    }
  }

  private void attack() {
    for (int i = 0; i < 780; i++) {
      Eni target = List.of(web, bastion, nat).get(i % 3);
      int port = 20 + i / 3;
      boolean open =
          target == nat || (target == web && port == 80) || (target == bastion && port == 22);
      log.see(
          target,
          Talk.probe(
              new End(SCANNER, 50443),
              new End(target.address(), port),
              6,
              FROM + 240 + i / 4,
              open));
    }
    for (int i = 0; i < 180; i++) {
      log.see(
          bastion,
          Talk.tcp(
              new End(SCANNER, 40000 + i),
              new End(bastion.address(), 22),
              FROM + 540 + 2L * i,
              2,
              1900,
              2300));
    }
    log.see(
        bastion,
        Talk.tcp(
            new End(SCANNER, 41999),
            new End(bastion.address(), 22),
            FROM + 930,
            850,
            210_000,
            480_000));
    Talk dump =
        Talk.tcp(
            new End(bastion.address(), 44120),
            new End(database.address(), 5432),
            FROM + 1020,
            150,
            2_000_000,
            880_000_000L);
    log.see(bastion, dump);
    log.see(database, dump);
    log.see(
        bastion,
        Talk.tcp(
            new End(bastion.address(), 45210),
            new End(DROP, 443),
            FROM + 1200,
            540,
            864_000_000L,
            9_000_000));
  }

  private void both(Eni from, Eni to, int port, int seconds, long sent, long received) {
    Talk talk =
        Talk.tcp(
            new End(from.address(), client()),
            new End(to.address(), port),
            sometime(),
            seconds,
            sent,
            received);
    log.see(from, talk);
    log.see(to, talk);
  }

  private void out(Eni host, End to, long at, int seconds, long sent, long received) {
    throughNat(host, Talk.tcp(new End(host.address(), client()), to, at, seconds, sent, received));
  }

  /** The host's interface sees two records, the NAT gateway's four. */
  private void throughNat(Eni host, Talk talk) {
    log.see(host, talk);
    log.see(nat, talk.between(talk.from(), new End(nat.address(), talk.to().port())));
    End translated = new End(nat.address(), 1024 + random.nextInt(64512));
    log.see(nat, talk.between(translated, talk.to()));
  }

  private int client() {
    return 32768 + random.nextInt(28232);
  }

  private long sometime() {
    return FROM + random.nextInt((int) (UNTIL - FROM));
  }
}
