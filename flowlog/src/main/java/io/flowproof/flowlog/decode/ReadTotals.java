package io.flowproof.flowlog.decode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What several objects hold together; the components mean what they mean in {@link ObjectAccount}.
 *
 * @param objects how many objects
 * @param damaged how many of them are damaged
 */
public record ReadTotals(
    int objects,
    int damaged,
    long bytes,
    List<FormatCount> formats,
    long headers,
    long blank,
    long lines,
    long flows,
    long nodata,
    long skipdata,
    long rejected,
    @Nullable Instant first,
    @Nullable Instant last,
    NameSet interfaces,
    NameSet accounts,
    long controlMessages,
    Map<RejectKind, Long> rejectsByKind) {

  /** The sum of these accounts. */
  public static ReadTotals of(List<ObjectAccount> accounts) {
    Map<LogFormat, FormatCount> formats = new LinkedHashMap<>();
    Map<RejectKind, Long> kinds = new EnumMap<>(RejectKind.class);
    for (ObjectAccount account : accounts) {
      account.formats().forEach(f -> formats.merge(f.format(), f, FormatCount::plus));
      account.rejectsByKind().forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    }
    return new ReadTotals(
        accounts.size(),
        (int) accounts.stream().filter(account -> !account.damage().isEmpty()).count(),
        sum(accounts, ObjectAccount::bytes),
        List.copyOf(formats.values()),
        sum(accounts, ObjectAccount::headers),
        sum(accounts, ObjectAccount::blank),
        sum(accounts, ObjectAccount::lines),
        sum(accounts, ObjectAccount::flows),
        sum(accounts, ObjectAccount::nodata),
        sum(accounts, ObjectAccount::skipdata),
        sum(accounts, ObjectAccount::rejected),
        times(accounts, ObjectAccount::first).stream().min(Instant::compareTo).orElse(null),
        times(accounts, ObjectAccount::last).stream().max(Instant::compareTo).orElse(null),
        NameSet.union(accounts.stream().map(ObjectAccount::interfaces).toList()),
        NameSet.union(accounts.stream().map(ObjectAccount::accounts).toList()),
        sum(accounts, ObjectAccount::controlMessages),
        Collections.unmodifiableMap(kinds));
  }

  private static long sum(List<ObjectAccount> accounts, ToLongFunction<ObjectAccount> count) {
    return accounts.stream().mapToLong(count).sum();
  }

  private static List<Instant> times(
      List<ObjectAccount> accounts, Function<ObjectAccount, @Nullable Instant> time) {
    List<Instant> times = new ArrayList<>();
    for (ObjectAccount account : accounts) {
      Instant instant = time.apply(account);
      if (instant != null) {
        times.add(instant);
      }
    }
    return times;
  }
}
