package io.flowproof.flowlog.decode;

import io.flowproof.flowlog.decode.ColumnBuilder.Texts;

/** Text of which some words mean something to the decoder. */
abstract sealed class WordToken extends TokenColumn
    permits WordToken.Action, WordToken.Status, WordToken.Way {
  final Texts column;

  private WordToken(Texts column) {
    this.column = column;
  }

  /** Writes a text of at most eight bytes. */
  static void write(Texts column, int row, long word, int length) {
    int used = column.offsets[row];
    Words.put(column.room(used, Words.BYTES), used, word);
    column.offsets[row + 1] = used + length;
  }

  @Override
  Texts builder() {
    return column;
  }

  /** ACCEPT, REJECT or absent. */
  static final class Action extends WordToken {
    private static final long SIX = 0xffff_ffff_ffffL;
    private static final long ACCEPT = Words.of("ACCEPT");
    private static final long REJECT = Words.of("REJECT");

    Action(Texts column) {
      super(column);
    }

    @Override
    int read(byte[] bytes, int from, int row) {
      long word = Words.get(bytes, from) & SIX;
      if (word == ACCEPT || word == REJECT) {
        write(column, row, word, 6);
        return from + 6;
      }
      if (isDash(bytes, from)) {
        column.setNull(row);
        return from + 1;
      }
      return FAILED;
    }

    @Override
    Problem problem(String token) {
      return new Problem(
          RejectKind.UNKNOWN_ACTION, "action '" + token + "' is neither ACCEPT nor REJECT");
    }
  }

  /** OK, NODATA or SKIPDATA; never absent. */
  static final class Status extends WordToken {
    private static final long OK = Words.of("OK");
    private static final long NODATA = Words.of("NODATA");
    private static final long SKIPDATA = Words.of("SKIPDATA");

    private final RowFacts facts;

    Status(Texts column, RowFacts facts) {
      super(column);
      this.facts = facts;
    }

    @Override
    int read(byte[] bytes, int from, int row) {
      long word = Words.get(bytes, from);
      if ((word & 0xffff) == OK) {
        return take(bytes, from, row, LogStatus.OK, OK);
      }
      if ((word & 0xffff_ffff_ffffL) == NODATA) {
        return take(bytes, from, row, LogStatus.NODATA, NODATA);
      }
      return word == SKIPDATA ? take(bytes, from, row, LogStatus.SKIPDATA, SKIPDATA) : FAILED;
    }

    private int take(byte[] bytes, int from, int row, LogStatus status, long word) {
      int length = status.name().length();
      byte next = bytes[from + length];
      if (next < 0 || next > ' ') {
        return FAILED;
      }
      if (status != LogStatus.OK && !facts.takesCoverage) {
        return COVERAGE;
      }
      facts.status = status;
      write(column, row, word, length);
      return from + length;
    }

    @Override
    Problem problem(String token) {
      return new Problem(
          RejectKind.UNKNOWN_STATUS,
          "log-status '" + token + "' is none of OK, NODATA and SKIPDATA");
    }
  }

  /** The flow-direction: ingress, egress, or text that tells nothing. */
  static final class Way extends WordToken {
    private static final long INGRESS = Words.of("ingress");
    private static final long EGRESS = Words.of("egress");

    private final RowFacts facts;

    Way(Texts column, RowFacts facts) {
      super(column);
      this.facts = facts;
    }

    @Override
    int read(byte[] bytes, int from, int row) {
      int to = TextToken.copy(column, bytes, from, row);
      long word = Words.get(bytes, from);
      facts.ingress = to - from == 7 && (word & 0xff_ffff_ffff_ffffL) == INGRESS;
      facts.egress = to - from == 6 && (word & 0xffff_ffff_ffffL) == EGRESS;
      return to;
    }

    @Override
    boolean readText(byte[] bytes, int from, int length, int row) {
      column.set(row, bytes, from, length);
      return true;
    }

    @Override
    Problem problem(String token) {
      return new Problem(RejectKind.MALFORMED_TEXT, "flow-direction '" + token + "' is not a word");
    }
  }
}
