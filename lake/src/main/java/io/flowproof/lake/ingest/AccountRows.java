package io.flowproof.lake.ingest;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.lake.table.AccountDetail;
import io.flowproof.lake.table.LakeSchema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The accounts of raw objects as rows of their table. */
final class AccountRows {
  private AccountRows() {}

  static ColumnBatch of(List<ObjectAccount> accounts) {
    List<Column> columns = new ArrayList<>();
    columns.add(
        new Column.Ints(
            FlowTables.SOURCE_ID, accounts.stream().mapToInt(ObjectAccount::id).toArray(), null));
    columns.add(texts("object", accounts, ObjectAccount::object));
    columns.add(texts("sha256", accounts, ObjectAccount::sha256));
    columns.add(texts("flow_log_id", accounts, account -> account.s3Name().flowLogId()));
    columns.add(texts("detail", accounts, AccountDetail::json));
    columns.add(longs("bytes", accounts, ObjectAccount::bytes));
    columns.add(longs("lines", accounts, ObjectAccount::lines));
    columns.add(longs("flows", accounts, ObjectAccount::flows));
    columns.add(longs("nodata", accounts, ObjectAccount::nodata));
    columns.add(longs("skipdata", accounts, ObjectAccount::skipdata));
    columns.add(longs("rejected", accounts, ObjectAccount::rejected));
    columns.add(longs("headers", accounts, ObjectAccount::headers));
    columns.add(longs("blank", accounts, ObjectAccount::blank));
    columns.add(longs("control_messages", accounts, ObjectAccount::controlMessages));
    columns.add(times("first_time", accounts, ObjectAccount::first));
    columns.add(times("last_time", accounts, ObjectAccount::last));
    return new ColumnBatch(LakeSchema.SOURCE_OBJECT.name(), accounts.size(), columns);
  }

  private static Column longs(
      String name, List<ObjectAccount> accounts, ToLongFunction<ObjectAccount> value) {
    return new Column.Longs(
        name, ColumnType.LONG, accounts.stream().mapToLong(value).toArray(), null);
  }

  private static Column times(
      String name, List<ObjectAccount> accounts, Function<ObjectAccount, @Nullable Instant> value) {
    long[] micros = new long[accounts.size()];
    byte[] validity = new byte[(accounts.size() + 7) / 8];
    for (int i = 0; i < micros.length; i++) {
      Instant time = value.apply(accounts.get(i));
      if (time != null) {
        micros[i] = ChronoUnit.MICROS.between(Instant.EPOCH, time);
        mark(validity, i);
      }
    }
    return new Column.Longs(name, ColumnType.TIMESTAMP, micros, validity);
  }

  private static Column texts(
      String name, List<ObjectAccount> accounts, Function<ObjectAccount, @Nullable String> value) {
    int[] offsets = new int[accounts.size() + 1];
    byte[] validity = new byte[(accounts.size() + 7) / 8];
    List<byte[]> texts = new ArrayList<>();
    for (int i = 0; i < accounts.size(); i++) {
      String text = value.apply(accounts.get(i));
      byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
      if (text != null) {
        mark(validity, i);
      }
      texts.add(bytes);
      offsets[i + 1] = offsets[i] + bytes.length;
    }
    byte[] all = new byte[offsets[accounts.size()]];
    for (int i = 0; i < texts.size(); i++) {
      System.arraycopy(texts.get(i), 0, all, offsets[i], texts.get(i).length);
    }
    return new Column.Texts(name, all, offsets, validity);
  }

  private static void mark(byte[] validity, int row) {
    validity[row >> 3] |= (byte) (1 << (row & 7));
  }
}
