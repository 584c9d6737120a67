package io.flowproof.detection.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.SourceText;
import io.flowproof.query.Language;
import java.util.List;
import org.junit.jupiter.api.Test;

class MutantsTest {
  @Test
  void changesOneThingOfAKqlTextAtATime() {
    assertThat(
            changes(
                Language.KQL,
                """
                let Most = 100;
                AWSVPCFlow
                | where Action == "ACCEPT" and DstPort in (22, 3389)
                | summarize Flows = count(), Hosts = dcount(DstAddr) by SrcAddr, bin(TimeGenerated, 1h)
                | join kind=leftanti (Known | where Seen) on SrcAddr
                | where Flows > Most
                """))
        .containsExactly(
            "THRESHOLD 1:12 100 → 101",
            "THRESHOLD 1:12 100 → 99",
            "DROPPED_CONDITION 3:9 Action == \"ACCEPT\" → (gone)",
            "COMPARISON 3:16 Action == \"ACCEPT\" → Action != \"ACCEPT\"",
            "DROPPED_CONDITION 3:32 DstPort in (22, 3389) → (gone)",
            "COMPARISON 3:32 DstPort in (22, 3389) → DstPort !in (22, 3389)",
            "SET 3:44 22 → (gone)",
            "SET 3:48 3389 → (gone)",
            "AGGREGATE 4:38 dcount(DstAddr) → count()",
            "GROUP_KEY 4:57 SrcAddr → (gone)",
            "GROUP_KEY 4:66 bin(TimeGenerated, 1h) → (gone)",
            "WINDOW 4:85 1h → 2h",
            "WINDOW 4:85 1h → 30m",
            "JOIN_KIND 5:8 kind=leftanti → kind=leftsemi",
            "DROPPED_CONDITION 5:37 Seen → (gone)",
            "NEGATED_CONDITION 5:37 Seen → not(Seen)",
            "DROPPED_CONDITION 6:9 Flows > Most → (gone)",
            "NEGATED_CONDITION 6:9 Flows > Most → not(Flows > Most)",
            "COMPARISON 6:15 Flows > Most → Flows >= Most");
  }

  @Test
  void changesOneThingOfAnSplTextAtATime() {
    assertThat(
            changes(
                Language.SPL,
                """
                sourcetype=aws:cloudwatchlogs:vpcflow vpcflow_action=ACCEPT dest_port IN (22, 3389)
                | bin _time span=1h
                | stats count AS flows, dc(dest_ip) AS hosts BY src_ip, _time
                | eval most=100
                | where flows > most
                """))
        .containsExactly(
            "DROPPED_CONDITION 1:39 vpcflow_action=ACCEPT → (gone)",
            "COMPARISON 1:39 vpcflow_action=ACCEPT → vpcflow_action!=ACCEPT",
            "DROPPED_CONDITION 1:61 dest_port IN (22, 3389) → (gone)",
            "NEGATED_CONDITION 1:61 dest_port IN (22, 3389) → NOT dest_port IN (22, 3389)",
            "SET 1:75 22 → (gone)",
            "SET 1:79 3389 → (gone)",
            "WINDOW 2:18 1h → 2h",
            "WINDOW 2:18 1h → 30m",
            "AGGREGATE 3:25 dc(dest_ip) AS hosts → count(dest_ip) AS hosts",
            "GROUP_KEY 3:49 src_ip → (gone)",
            "GROUP_KEY 3:57 _time → (gone)",
            "THRESHOLD 4:13 100 → 101",
            "THRESHOLD 4:13 100 → 99",
            "DROPPED_CONDITION 5:9 flows > most → (gone)",
            "NEGATED_CONDITION 5:9 flows > most → NOT flows > most",
            "COMPARISON 5:9 flows > most → flows >= most");
  }

  @Test
  void givesTheSameChangeTheSameIdWhereverElseTheTextIsEdited() {
    String before = "AWSVPCFlow | where DstPort == 22 and Bytes > 100";
    String after = "AWSVPCFlow | where DstPort == 23 and Bytes > 100 | project SrcAddr";

    assertThat(id(before, "100 → 101")).isEqualTo(id(after, "100 → 101"));
  }

  private static List<String> changes(Language language, String text) {
    return Mutants.of(new SourceText("rule", text), language).stream()
        .map(m -> "%s %d:%d %s".formatted(m.kind(), m.line(), m.column(), m.change()))
        .toList();
  }

  private static String id(String text, String change) {
    return Mutants.of(new SourceText("rule", text), Language.KQL).stream()
        .filter(mutant -> mutant.change().equals(change))
        .findFirst()
        .orElseThrow()
        .id();
  }
}
