package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;

/** Hashes, and texts in other alphabets. */
final class HashFunctions {
  private HashFunctions() {}

  static List<ScalarFunction> all() {
    ScalarFunction hash =
        new ScalarFunction(
            "hash",
            "(value, modulo)",
            1,
            2,
            "The xxHash of a value, modulo a number if one is given",
            HashFunctions::hash);
    ScalarFunction encode =
        text("base64_encode_tostring", "The text in base 64", "base64(encode({0}))");
    ScalarFunction decode =
        text(
            "base64_decode_tostring",
            "The text that base 64 says; empty where it says none",
            "coalesce(TRY(decode(from_base64({0}))), '')");
    return List.of(
        hash,
        PackedFunction.alias(hash, "hash_xxhash64"),
        new ScalarFunction(
            "hash_md5", "(value)", 1, 1, "The MD5 hash as text", c -> digest(c, "md5")),
        new ScalarFunction(
            "hash_sha1", "(value)", 1, 1, "The SHA-1 hash as text", c -> digest(c, "sha1")),
        new ScalarFunction(
            "hash_sha256", "(value)", 1, 1, "The SHA-256 hash as text", c -> digest(c, "sha256")),
        encode,
        PackedFunction.alias(encode, "base64_encodestring"),
        decode,
        PackedFunction.alias(decode, "base64_decodestring"),
        PackedFunction.of(
            "url_encode", "(text)", "s", 1, 1, KqlType.STRING, "The text as a part of a URL"),
        PackedFunction.of(
            "url_encode_component",
            "(text)",
            "s",
            1,
            1,
            KqlType.STRING,
            "The text as a part of a URL, spaces as %20"),
        PackedFunction.of(
            "url_decode",
            "(text)",
            "s",
            1,
            1,
            KqlType.STRING,
            "The text that a part of a URL says"));
  }

  private static ScalarFunction text(String name, String about, String template) {
    return new ScalarFunction(
        name, "(text)", 1, 1, about, c -> c.call(KqlType.STRING, template, c.string(0)));
  }

  private static Scalar digest(FunctionCall call, String sql) {
    return call.call(
        KqlType.STRING,
        "coalesce(" + sql + "({0}), '')",
        call.conversions().text(call.argument(0)));
  }

  /** Times are hashed as their ticks. */
  private static Scalar hash(FunctionCall call) {
    Scalar value = call.argument(0);
    boolean time = value.type() == KqlType.DATETIME || value.type() == KqlType.TIMESPAN;
    List<Scalar> arguments = new ArrayList<>();
    arguments.add(time ? new Scalar(value.rex(), KqlType.LONG) : value);
    if (call.has(1)) {
      arguments.add(call.integer(1));
    }
    return call.packed(KqlType.LONG, "hash", arguments);
  }
}
