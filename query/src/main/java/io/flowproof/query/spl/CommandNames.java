package io.flowproof.query.spl;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The commands that SPL has ("Command quick reference" of the Search Reference). */
final class CommandNames {
  private static final List<String> ALL =
      List.of(
          """
          abstract accum addcoltotals addinfo addtotals analyzefields anomalies anomalousvalue \
          anomalydetection append appendcols appendpipe arules associate audit autoregress bin \
          bucket bucketdir chart cluster cofilter collect concurrency contingency convert correlate \
          ctable datamodel dbinspect dedup delete delta diff discretize dump erex eval eventcount \
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

  /** All names, in lower case. */
  static List<String> all() {
    return ALL;
  }

  /** True when SPL has the command; the case of {@code name} does not matter. */
  static boolean isKnown(String name) {
    return ALL.contains(name.toLowerCase(Locale.ROOT));
  }

  /** True when the command needs no events before it; the case does not matter. */
  static boolean isGenerating(String name) {
    return GENERATING.contains(name.toLowerCase(Locale.ROOT));
  }
}
