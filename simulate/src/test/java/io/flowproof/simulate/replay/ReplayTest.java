package io.flowproof.simulate.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.core.address.Network;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.flowlog.encode.LogEncoder;
import io.flowproof.simulate.deliver.RecordValues;
import io.flowproof.simulate.deliver.TruthFile;
import io.flowproof.simulate.record.FlowLog;
import io.flowproof.simulate.record.FlowRecord;
import io.flowproof.simulate.record.RecordSink;
import io.flowproof.simulate.record.RecordStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final String FORMAT =
      "srcaddr dstaddr srcport dstport protocol packets bytes tcp-flags flow-direction action";

  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();
  private @Nullable ReplayReport report;

  private List<String> replay(
      CaptureFormat format, byte[] capture, @Nullable String at, String... maps)
      throws IOException {
    Path file = folder.resolve("capture");
    Files.write(file, capture);
    AddressMap map = new AddressMap();
    for (String rule : maps) {
      map.with(rule);
    }
    LogFormat fields = LogFormat.parse(FORMAT);
    FlowLog log =
        new FlowLog(
            "fl-1", "123456789012", "us-east-1", fields, 60, FlowLog.Traffic.ALL, point -> true);
    ReplayRequest request =
        new ReplayRequest(
            format,
            List.of(file),
            List.of(Network.parse("10.0.0.0/16").orElseThrow()),
            map,
            at == null ? null : Instant.parse(at),
            true,
            log);
    RecordSink sink =
        (l, point, end, records) -> {
          for (FlowRecord record : records) {
            if (record.status() == RecordStatus.OK) {
              lines.add(new LogEncoder(fields).line(RecordValues.of(record, 5)));
            }
          }
        };
    try (TruthFile truth = new TruthFile(folder.resolve("out"))) {
      report = new Replay(request).run(sink, truth);
    }
    return lines;
  }

  private static byte[] text(String... lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static final String ZEEK_HEAD =
      "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
          + "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration"
          + "\torig_bytes\tresp_bytes\tconn_state\thistory\torig_pkts\torig_ip_bytes\tresp_pkts"
          + "\tresp_ip_bytes\ttunnel_parents   label   detailed-label";

  @Test
  void countsTheBytesOfIpPacketsInZeeksTable() throws IOException {
    assertThat(
            replay(
                CaptureFormat.ZEEK,
                text(
                    ZEEK_HEAD,
                    "1715677200.5\tC1\t10.0.0.5\t40000\t203.0.113.9\t443\ttcp\tssl\t2.5\t100\t900\tSF"
                        + "\tShADadfF\t6\t420\t5\t1164\t(empty)   Malicious   C&C"),
                null))
        .containsExactlyInAnyOrder(
            "10.0.0.5 203.0.113.9 40000 443 6 6 420 3 egress ACCEPT",
            "203.0.113.9 10.0.0.5 443 40000 6 5 1164 19 ingress ACCEPT");
    assertThat(Files.readString(folder.resolve("out").resolve(TruthFile.NAME)))
        .isEqualTo(
            "{\"source\":\"capture:7\",\"label\":\"Malicious/C&C\",\"client\":\"10.0.0.5\","
                + "\"client_port\":40000,\"server\":\"203.0.113.9\",\"server_port\":443,"
                + "\"protocol\":6,\"start\":\"2024-05-14T09:00:00.500Z\","
                + "\"end\":\"2024-05-14T09:00:03Z\",\"packets\":11,\"bytes\":1584}\n");
  }

  @Test
  void readsZeeksJsonCompressedAndAsksForATimeWhereThereIsNone() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(
          text(
              "{\"ts\":22.3,\"id.orig_h\":\"10.0.0.5\",\"id.orig_p\":3,\"id.resp_h\":\"10.0.0.6\","
                  + "\"id.resp_p\":1,\"proto\":\"icmp\",\"orig_pkts\":1,\"orig_ip_bytes\":84,"
                  + "\"resp_pkts\":0,\"resp_ip_bytes\":0}"));
    }
    assertThatThrownBy(() -> replay(CaptureFormat.ZEEK, gzip.toByteArray(), null))
        .hasMessage(
            "The times of this capture are relative: it begins at 22.300000 s (--at TIME says when"
                + " that was)");
    assertThat(replay(CaptureFormat.ZEEK, gzip.toByteArray(), "2024-05-14T09:00:00Z"))
        .containsExactlyInAnyOrder(
            "10.0.0.5 10.0.0.6 0 0 1 1 84 0 egress ACCEPT",
            "10.0.0.5 10.0.0.6 0 0 1 1 84 0 ingress ACCEPT");
  }

  @Test
  void trustsPacketCountsMoreThanTheStateOfArgus() throws IOException {
    assertThat(
            replay(
                CaptureFormat.ARGUS,
                text(
                    "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,"
                        + "TotBytes,SrcBytes,SrcPkts,Label",
                    "2024/05/14 09:00:00.000001,5.5,tcp,10.0.0.5,40000,   ->,203.0.113.9,999,S0,0,0,"
                        + "31,8764,1887,15,flow=From-Botnet",
                    "2024/05/14 09:00:01.0,1.2,icmp,10.0.0.5,0x0008,   ->,203.0.113.9,0x7208,ECO,0,,"
                        + "2,144,144,2,",
                    "2024/05/14 09:00:01.0,1.2,arp,10.0.0.5,,   ->,10.0.0.9,,CON,,,2,92,46,1,"),
                null))
        .containsExactlyInAnyOrder(
            "10.0.0.5 203.0.113.9 40000 999 6 15 1677 2 egress ACCEPT",
            "203.0.113.9 10.0.0.5 999 40000 6 16 6653 18 ingress ACCEPT",
            "10.0.0.5 203.0.113.9 0 0 1 2 116 0 egress ACCEPT");
    assertThat(report).isNotNull();
    assertThat(report.refused()).containsExactly(java.util.Map.entry("not IP: arp", 1L));
    assertThat(report.labels()).isEqualTo(1);
  }

  @Test
  void tellsWhoOpenedAConnectionOfNetflow() throws IOException {
    assertThat(
            replay(
                CaptureFormat.NETFLOW,
                text(
                    "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt",
                    "2024-05-14 09:00:00,2024-05-14 09:00:02,2.0,203.0.113.9,192.168.7.5,40000,22,TCP,"
                        + "...AP.SF,0,0,10,800,0,0",
                    "2024-05-14 09:00:00,2024-05-14 09:00:02,2.0,192.168.7.5,203.0.113.9,22,40000,TCP,"
                        + "...AP.SF,0,0,9,900,0,0",
                    "Summary",
                    "flows,bytes,packets"),
                null,
                "192.168.7.0/24=10.0.7.0/24"))
        .containsExactlyInAnyOrder(
            "203.0.113.9 10.0.7.5 40000 22 6 10 800 3 ingress ACCEPT",
            "10.0.7.5 203.0.113.9 22 40000 6 9 900 19 egress ACCEPT");
  }

  private static byte[] tcp(int flags, boolean there) {
    ByteBuffer frame = ByteBuffer.allocate(14 + 40);
    frame.putShort(12, (short) 0x0800);
    frame.put(14, (byte) 0x45);
    frame.putShort(16, (short) (there ? 60 : 1500));
    frame.put(23, (byte) 6);
    frame.putInt(there ? 26 : 30, 0x0a000005);
    frame.putInt(there ? 30 : 26, 0xcb007109);
    frame.putShort(there ? 34 : 36, (short) 40_000);
    frame.putShort(there ? 36 : 34, (short) 443);
    frame.put(47, (byte) flags);
    return frame.array();
  }

  private static void pcapPacket(ByteBuffer file, int second, byte[] frame) {
    file.putInt(1715677200 + second).putInt(0).putInt(frame.length).putInt(frame.length).put(frame);
  }

  @Test
  void readsPacketsOfPcap() throws IOException {
    ByteBuffer file = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0xa1b2c3d4)
        .putShort((short) 2)
        .putShort((short) 4)
        .putLong(0)
        .putInt(65_535)
        .putInt(1);
    pcapPacket(file, 0, tcp(2, true));
    pcapPacket(file, 0, tcp(18, false));
    pcapPacket(file, 1, tcp(16, true));
    pcapPacket(file, 2, tcp(4, true));
    byte[] bytes = java.util.Arrays.copyOf(file.array(), file.position());

    assertThat(replay(CaptureFormat.PCAP, bytes, null))
        .containsExactlyInAnyOrder(
            "10.0.0.5 203.0.113.9 40000 443 6 3 180 6 egress ACCEPT",
            "203.0.113.9 10.0.0.5 443 40000 6 1 1500 18 ingress ACCEPT");
  }

  @Test
  void readsPacketsOfPcapng() throws IOException {
    ByteBuffer file = ByteBuffer.allocate(1000).order(ByteOrder.BIG_ENDIAN);
    file.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d).putInt(1 << 16).putLong(-1).putInt(28);
    file.putInt(1).putInt(32).putShort((short) 1).putShort((short) 0).putInt(0);
    file.putShort((short) 9).putShort((short) 1).putInt(9 << 24).putInt(0).putInt(32);
    long nanos = 1715677200_000_000_000L;
    byte[] frame = java.util.Arrays.copyOf(tcp(2, true), 56);
    file.putInt(6).putInt(32 + 56).putInt(0).putInt((int) (nanos >>> 32)).putInt((int) nanos);
    file.putInt(54).putInt(54).put(frame).putInt(32 + 56);
    byte[] bytes = java.util.Arrays.copyOf(file.array(), file.position());

    assertThat(replay(CaptureFormat.PCAP, bytes, null))
        .containsExactly("10.0.0.5 203.0.113.9 40000 443 6 1 60 2 egress ACCEPT");
    assertThat(report).isNotNull();
    assertThat(report.recorded().given().packets()).isEqualTo(1);
  }

  @Test
  void namesTheFileThatIsNoCapture() {
    assertThatThrownBy(() -> replay(CaptureFormat.PCAP, text("hello"), null))
        .hasMessage("capture: This is neither pcap nor pcapng (it begins with 68656c6c)");
    assertThatThrownBy(() -> replay(CaptureFormat.ZEEK, text("hello"), null))
        .hasMessage(
            "capture:1: This is no conn.log of Zeek (it has neither a #fields line nor JSON)");
  }
}
