package io.flowproof.core.attack;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tactics of Enterprise ATT&amp;CK 18.1, in the order of its matrix. */
public enum Tactic {
  /** Learning about the target from outside. */
  RECONNAISSANCE("TA0043", "Reconnaissance"),
  /** Getting what the attack needs. */
  RESOURCE_DEVELOPMENT("TA0042", "Resource Development"),
  /** Getting in. */
  INITIAL_ACCESS("TA0001", "Initial Access"),
  /** Running code. */
  EXECUTION("TA0002", "Execution"),
  /** Staying. */
  PERSISTENCE("TA0003", "Persistence"),
  /** Getting more rights. */
  PRIVILEGE_ESCALATION("TA0004", "Privilege Escalation"),
  /** Not being seen; split into two tactics by ATT&amp;CK 19. */
  DEFENSE_EVASION("TA0005", "Defense Evasion"),
  /** Stealing names and passwords. */
  CREDENTIAL_ACCESS("TA0006", "Credential Access"),
  /** Learning about the inside. */
  DISCOVERY("TA0007", "Discovery"),
  /** Moving on inside. */
  LATERAL_MOVEMENT("TA0008", "Lateral Movement"),
  /** Gathering what is wanted. */
  COLLECTION("TA0009", "Collection"),
  /** Talking to what was taken over. */
  COMMAND_AND_CONTROL("TA0011", "Command and Control"),
  /** Taking data out. */
  EXFILTRATION("TA0010", "Exfiltration"),
  /** Doing harm. */
  IMPACT("TA0040", "Impact");

  private final String id;
  private final String title;

  Tactic(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** The tactic of that name in kebab case, such as {@code command-and-control}. */
  public static Optional<Tactic> find(String name) {
    return Arrays.stream(values()).filter(tactic -> tactic.shortName().equals(name)).findFirst();
  }

  /** The names in kebab case, in order. */
  public static List<String> shortNames() {
    return Arrays.stream(values()).map(Tactic::shortName).toList();
  }

  /** Such as {@code TA0043}. */
  public String id() {
    return id;
  }

  /** As MITRE writes it. */
  public String title() {
    return title;
  }

  /** In kebab case, as rules and layers write it. */
  public String shortName() {
    return title.toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
