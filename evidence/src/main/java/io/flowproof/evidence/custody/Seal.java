package io.flowproof.evidence.custody;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowproof.core.signing.SigningKey;
import io.flowproof.core.signing.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A signed statement of what the log of a case was at a time. The Ed25519 signature is over the
 * statement's UTF-8 bytes, which stand in the file as they were signed, so that any tool can check
 * it.
 *
 * @param statement lines of {@code name: value}
 * @param entries how many entries the statement is about
 * @param head the hash of the last of them
 * @param key whose signature it is; that the signer is who he says has to be known otherwise
 * @param signature 64 bytes, in Base64
 */
public record Seal(
    String statement, long entries, String head, VerifyingKey key, String signature) {

  static Seal of(CustodyRecord record, Actor actor, SigningKey key) {
    List<KeptObject> objects = record.objects();
    String statement =
        String.join(
            "\n",
            "flowproof seal 1",
            "case: " + (record.entries().isEmpty() ? "" : record.entries().getFirst().text("case")),
            "title: " + record.title().replace('\n', ' '),
            "entries: " + record.entries().size(),
            "head: " + record.head(),
            "objects: " + objects.size(),
            "bytes: " + objects.stream().mapToLong(KeptObject::size).sum(),
            "time: " + actor.clock().instant().truncatedTo(ChronoUnit.MILLIS),
            "operator: " + actor.operator().replace('\n', ' '),
            "");
    byte[] signature = key.sign(statement.getBytes(StandardCharsets.UTF_8));
    return new Seal(
        statement,
        record.entries().size(),
        record.head(),
        key.verifyingKey(),
        Base64.getEncoder().encodeToString(signature));
  }

  /** Whether the key made the signature over the statement. */
  boolean holds() {
    try {
      return key.verifies(
          statement.getBytes(StandardCharsets.UTF_8), Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  byte[] json() {
    ObjectNode json = CustodyLog.JSON.createObjectNode();
    json.put("statement", statement);
    json.put("signature", signature);
    json.put("key_id", key.id());
    json.put("public_key", key.pem());
    try {
      return (CustodyLog.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A seal cannot be written as JSON", e);
    }
  }

  /** Reads the text of a seal's file; nothing where it is none. */
  static Optional<Seal> parse(byte[] file) {
    try {
      JsonNode json = CustodyLog.JSON.readTree(new String(file, StandardCharsets.UTF_8));
      String statement = json.path("statement").asText("");
      Optional<String> entries = line(statement, "entries");
      Optional<String> head = line(statement, "head");
      Optional<VerifyingKey> key = VerifyingKey.parse(json.path("public_key").asText(""));
      if (entries.isEmpty() || head.isEmpty() || key.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Seal(
              statement,
              Long.parseLong(entries.get()),
              head.get(),
              key.get(),
              json.path("signature").asText("")));
    } catch (JsonProcessingException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> line(String statement, String name) {
    return statement
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst();
  }
}
