package io.flowproof.detection.pack;

/**
 * A lint check that does not apply, from {@code exemptions.yml} at the root of a pack.
 *
 * @param check name of the check
 * @param rule name of the rule, or {@code *} for all rules of the pack
 * @param reason why
 */
public record Exemption(String check, String rule, String reason) {

  /** True when it covers that check on that rule. */
  public boolean covers(String checkName, String ruleName) {
    return check.equals(checkName) && (rule.equals("*") || rule.equals(ruleName));
  }
}
