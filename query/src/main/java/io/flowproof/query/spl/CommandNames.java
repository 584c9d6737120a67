package io.flowproof.query.spl;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The commands that SPL has ("Command quick reference" of the Search Reference). */
public final class CommandNames {
  private static final List<String> ALL =
      List.of(
          """
          abstract accum addcoltotals addinfo addtotals analyzefields anomalies anomalousvalue \
          anomalydetection append appendcols appendpipe arules associate audit autoregress bin \
          bucket bucketdir chart cluster cofilter collect concurrency contingency convert correlate \
          counttable ctable datamodel dbinspect dedup delete delta diff discretize dump erex eval eventcount \
          eventstats extract kv fieldformat fields fieldsummary filldown fillnull findtypes \
          folderize foreach format from fromjson gauge gentimes geom geomfilter geostats head \
          highlight history iconify inputcsv inputlookup input inputintelligence iplocation join \
          kmeans kvform loadjob localize localop lookup makecontinuous makemv makeresults map \
          mcatalog mcollect metadata metasearch meventcollect mpreview msearch mstats multikv \
          multisearch mvcombine mvexpand nomv outlier outputcsv outputlookup outputtext overlap \
          pivot predict rangemap rare redistribute regex relevancy reltime rename replace require \
          rest return reverse rex rtorder run runshellscript savedsearch script scrub search \
          searchtxn selfjoin sendalert sendemail set setfields sichart sirare sistats sitimechart \
          sitop snowincident snowincidentstream sort spath stats strcat streamstats table tags tail \
          timechart timewrap tojson top transaction transpose trendline tscollect tstats \
          typeahead typelearner typer union uniq untable walklex where x11 xmlkv xmlunescape xpath \
          xyseries"""
              .split(" "));

  /** Why commands are refused: the reason, and the commands. */
  private static final List<Map.Entry<String, String>> REASONS =
      List.of(
          Map.entry(
              "how Splunk computes it is not documented",
              "analyzefields anomalies anomalousvalue anomalydetection arules associate cluster"
                  + " cofilter correlate erex findtypes kmeans predict relevancy typelearner x11"),
          Map.entry(
              "it is about metrics, and flow logs are events: stats and tstats count them",
              "mcatalog mcollect meventcollect mpreview msearch mstats"),
          Map.entry(
              "it asks what a Splunk server knows of itself",
              "audit dbinspect eventcount history metadata metasearch rest typeahead walklex"),
          Map.entry(
              "it needs results that a Splunk server keeps",
              "inputcsv input loadjob savedsearch searchtxn tscollect"),
          Map.entry(
              "it acts outside of the search; flowproof delivers findings (docs/cli.md)",
              "delete dump outputcsv outputtext run runshellscript script sendalert sendemail"
                  + " snowincident snowincidentstream"),
          Map.entry(
              "it fills a summary index: write stats, chart, timechart, top or rare and collect",
              "sichart sirare sistats sitimechart sitop overlap"),
          Map.entry("it draws a picture; its numbers come of stats", "gauge geom geomfilter"),
          Map.entry(
              "records of flows have fields already, and no text to take them from",
              "abstract diff extract kv kvform multikv scrub tags typer xmlkv xmlunescape xpath"),
          Map.entry("tstats asks the same of a data model", "pivot"),
          Map.entry(
              "it is a command of the Machine Learning Toolkit",
              "apply deletemodel fit listmodels sample score summary"),
          Map.entry(
              "it is a command of an app, and what apps bring as programs does not run here",
              "curl cyberchef datamodelsimple dbxlookup dbxoutput dbxquery decrypt decrypt2 dnslookup"
                  + " expandtoken haversine jellyfisher ldapfilter ldapgroup ldapsearch ldapfetch"
                  + " mlspl phantom sendtophantom urlparser virustotal whois"),
          Map.entry(
              "how a search is spread over servers plays no part here",
              "bucketdir folderize localize redistribute rtorder"));

  /** The commands that start a search by themselves, after a pipe. */
  private static final Set<String> GENERATING =
      Set.of(
          "datamodel",
          "dbinspect",
          "eventcount",
          "from",
          "gentimes",
          "inputcsv",
          "inputlookup",
          "loadjob",
          "makeresults",
          "mcatalog",
          "metadata",
          "metasearch",
          "mstats",
          "multisearch",
          "pivot",
          "rest",
          "savedsearch",
          "tstats",
          "union",
          "walklex");

  private CommandNames() {}

  /** Why a command is refused, or null where there is no more to say than that it is. */
  public static @Nullable String reason(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return REASONS.stream()
        .filter(reason -> List.of(reason.getValue().split(" ")).contains(lower))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /** All names, in lower case. */
  static List<String> all() {
    return ALL;
  }

  /** True when SPL, or an app that is known, has the command; case does not matter. */
  static boolean isKnown(String name) {
    return ALL.contains(name.toLowerCase(Locale.ROOT)) || reason(name) != null;
  }

  /** True when the command needs no events before it; the case does not matter. */
  static boolean isGenerating(String name) {
    return GENERATING.contains(name.toLowerCase(Locale.ROOT));
  }
}
