package io.flowproof.app.report;

import io.flowproof.flowlog.decode.FormatCount;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.flowlog.decode.Reject;
import io.flowproof.flowlog.decode.RejectKind;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was read, for programs: an array of objects, one for each raw object. */
public final class InspectJson {
  private static final int MOST_NAMES = 1_000;

  private InspectJson() {}

  /** One array, indented. */
  public static void array(PrintStream out, List<ObjectAccount> objects) {
    out.print(Json.pretty(objects.stream().map(InspectJson::object).toList()) + "\n");
  }

  /** A line for each object. */
  public static void lines(PrintStream out, List<ObjectAccount> objects) {
    objects.forEach(object -> out.print(Json.line(object(object)) + "\n"));
  }

  private static Map<String, @Nullable Object> object(ObjectAccount account) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("object", account.object());
    json.put("bytes", account.bytes());
    json.put("sha256", account.sha256());
    json.put("formats", account.formats().stream().map(InspectJson::format).toList());
    json.put("headers", account.headers());
    json.put("blank", account.blank());
    json.put("lines", account.lines());
    json.put("flows", account.flows());
    json.put("nodata", account.nodata());
    json.put("skipdata", account.skipdata());
    json.put("rejected", account.rejected());
    json.put("first", account.first());
    json.put("last", account.last());
    json.put("interfaces", account.interfaces().count());
    json.put("interface_ids", account.interfaces().names().stream().limit(MOST_NAMES).toList());
    json.put("account_ids", account.accounts().names().stream().limit(MOST_NAMES).toList());
    json.put("control_messages", account.controlMessages());
    json.put("damage", account.damage());
    Map<String, @Nullable Object> kinds = new LinkedHashMap<>();
    for (Map.Entry<RejectKind, Long> entry : account.rejectsByKind().entrySet()) {
      kinds.put(entry.getKey().text(), entry.getValue());
    }
    json.put("rejects_by_kind", kinds);
    json.put("rejects", account.rejects().stream().map(InspectJson::reject).toList());
    return json;
  }

  private static Map<String, @Nullable Object> format(FormatCount count) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("version", count.format().version());
    json.put("fields", count.format().header());
    json.put("flows", count.flows());
    json.put("nodata", count.nodata());
    json.put("skipdata", count.skipdata());
    json.put("rejected", count.rejected());
    return json;
  }

  private static Map<String, @Nullable Object> reject(Reject reject) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("line", reject.line());
    json.put("kind", reject.kind().text());
    json.put("reason", reject.reason());
    json.put("token", reject.token() == 0 ? null : reject.token());
    json.put("field", reject.field());
    json.put("value", reject.value());
    json.put("text", reject.text());
    return json;
  }
}
