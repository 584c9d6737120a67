package io.flowproof.query.kql;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The scalar types of Kusto. */
public enum KqlType {
  /** True, false or null. */
  BOOL("bool"),
  /** An instant in ticks of 100 ns since 0001-01-01 UTC. */
  DATETIME("datetime"),
  /** 128-bit decimal. */
  DECIMAL("decimal"),
  /** JSON: an array, an object, or any scalar. */
  DYNAMIC("dynamic"),
  /** A UUID. */
  GUID("guid"),
  /** 32-bit integer. */
  INT("int"),
  /** 64-bit integer. */
  LONG("long"),
  /** 64-bit floating point. */
  REAL("real"),
  /** Text; never null. */
  STRING("string"),
  /** A duration in ticks of 100 ns. */
  TIMESPAN("timespan");

  private static final Map<String, KqlType> ALIASES =
      Map.of("boolean", BOOL, "date", DATETIME, "double", REAL, "time", TIMESPAN);

  private final String keyword;

  KqlType(String keyword) {
    this.keyword = keyword;
  }

  /** The type's name in the language. */
  public String keyword() {
    return keyword;
  }

  /** The type of that name or alias. */
  public static Optional<KqlType> find(String name) {
    KqlType alias = ALIASES.get(name);
    return alias != null
        ? Optional.of(alias)
        : Arrays.stream(values()).filter(type -> type.keyword.equals(name)).findFirst();
  }

  /** Every type's name, without aliases. */
  public static List<String> keywords() {
    return Arrays.stream(values()).map(KqlType::keyword).collect(Collectors.toList());
  }
}
