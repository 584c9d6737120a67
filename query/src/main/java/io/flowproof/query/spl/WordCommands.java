package io.flowproof.query.spl;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The commands whose arguments are words and options, and which options they have. */
final class WordCommands {
  private static final Map<String, List<String>> OPTIONS = new TreeMap<>();

  /** Commands whose options have names of the author's choice. */
  private static final Set<String> ANY_OPTION = Set.of("rangemap", "regex");

  private static final String[] CONTINGENCY = {
    "maxopts",
    "maxrows",
    "maxcols",
    "mincolcover",
    "minrowcover",
    "usetotal",
    "totalstr",
    "useother",
    "otherstr"
  };

  static {
    add("accum");
    add("addcoltotals", "labelfield", "label");
    add("addinfo");
    add("addtotals", "row", "col", "labelfield", "label", "fieldname");
    add("autoregress", "p");
    add("contingency", CONTINGENCY);
    add("counttable", CONTINGENCY);
    add("ctable", CONTINGENCY);
    add("delta", "p");
    add("fieldsummary", "maxvals");
    add("filldown");
    add("highlight");
    add("iconify");
    add("localop");
    add("makecontinuous", "span", "bins", "start", "end", "aligntime", "minspan");
    add("makemv", "delim", "tokenizer", "allowempty", "setsv");
    add("mvcombine", "delim");
    add("mvexpand", "limit");
    add("nomv");
    add("rangemap");
    add("regex");
    add("reltime");
    add("replace");
    add("rex", "field", "mode", "max_match", "offset_field");
    add("spath", "input", "output", "path");
    add("strcat", "allrequired");
    add("uniq");
    add(
        "transaction",
        "name",
        "maxspan",
        "maxpause",
        "maxevents",
        "startswith",
        "endswith",
        "connected",
        "unifyends",
        "keeporphans",
        "maxopentxn",
        "maxopenevents",
        "keepevicted",
        "mvlist",
        "delim",
        "nullstr",
        "mvraw");
    add("timewrap", "align", "series", "time_format");
    add("transpose", "column_name", "header_field", "include_empty");
    add("untable");
    add("xyseries", "grouped", "sep", "format");
  }

  private WordCommands() {}

  private static void add(String name, String... options) {
    OPTIONS.put(name, Arrays.asList(options));
  }

  static boolean has(String name) {
    return OPTIONS.containsKey(name);
  }

  static boolean takesAnyOption(String name) {
    return ANY_OPTION.contains(name);
  }

  static String[] options(String name) {
    return OPTIONS.getOrDefault(name, List.of()).toArray(String[]::new);
  }
}
