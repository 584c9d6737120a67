package io.flowproof.simulate.replay;

import org.jspecify.annotations.Nullable;

/**
 * What Zeek's {@code history} tells of a connection, upper case for the originator; without one,
 * what its {@code conn_state} tells. Where either contradicts the packet counts, the counts hold: a
 * side that sent packets of a connection answered, a side that sent none set no flags.
 */
record ZeekState(String history) {

  static ZeekState of(@Nullable String history, @Nullable String state) {
    if (history != null) {
      return new ZeekState(history);
    }
    return new ZeekState(
        switch (state == null ? "OTH" : state) {
          case "S0" -> "S";
          case "S1" -> "Sh";
          case "SF" -> "ShFf";
          case "REJ" -> "Sr";
          case "S2" -> "ShF";
          case "S3" -> "Shf";
          case "RSTO" -> "ShR";
          case "RSTR" -> "Shr";
          case "RSTOS0" -> "SR";
          case "RSTRH" -> "hr";
          case "SH" -> "SF";
          case "SHR" -> "hf";
          case String other -> "";
        });
  }

  private boolean has(String flags) {
    return flags.chars().anyMatch(flag -> history.indexOf(flag) >= 0);
  }

  /** Whether it began before the capture did: no opening was seen. */
  private boolean isMidstream() {
    return !has("SHsh");
  }

  CapturedFlow.Side client(long packets, long bytes, boolean tcp) {
    if (!tcp) {
      return CapturedFlow.Side.of(packets, bytes);
    }
    boolean syn = has("SH");
    return new CapturedFlow.Side(packets, bytes, syn, !has("S") && has("H"), has("F"), has("R"));
  }

  CapturedFlow.Side server(long packets, long bytes, boolean tcp) {
    if (!tcp) {
      return CapturedFlow.Side.of(packets, bytes);
    }
    boolean rst = has("r");
    boolean answered = has("hs") || (!isMidstream() && !(rst && packets == 1));
    return new CapturedFlow.Side(packets, bytes, answered, !has("s") || has("h"), has("f"), rst);
  }

  boolean clientClosedFirst() {
    int client = history.indexOf('F');
    int server = history.indexOf('f');
    return client >= 0 && (server < 0 || client < server);
  }
}
