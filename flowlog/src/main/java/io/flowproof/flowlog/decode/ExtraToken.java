package io.flowproof.flowlog.decode;

import org.jspecify.annotations.Nullable;

/** A field without a column in the table; its token is kept among the unknown fields. */
final class ExtraToken extends TokenColumn {
  private final String name;
  private final byte[] prefix;
  private final RowFacts facts;

  ExtraToken(String name, RowFacts facts) {
    this.name = name;
    this.facts = facts;
    prefix = ExtraFields.prefix(name);
  }

  @Override
  int read(byte[] bytes, int from, int row) {
    int at = from;
    int more;
    do {
      more = Words.printable(Words.get(bytes, at));
      at += more;
    } while (more == Words.BYTES);
    if (at == from) {
      return FAILED;
    }
    facts.extras.add(prefix, bytes, from, at - from);
    return at;
  }

  @Override
  boolean readText(byte[] bytes, int from, int length, int row) {
    facts.extras.add(prefix, bytes, from, length);
    return true;
  }

  @Override
  Problem problem(String token) {
    return new Problem(RejectKind.MALFORMED_TEXT, name + " '" + token + "' is not a word");
  }

  @Override
  @Nullable ColumnBuilder builder() {
    return null;
  }
}
