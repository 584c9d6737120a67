package io.flowproof.aws.s3;

import io.flowproof.aws.AwsProblem;
import io.flowproof.aws.s3.FlowLogPath.Wanted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.RequestPayer;

/**
 * Walks a bucket folder by folder, and leaves out the folders that the layout says cannot hold what
 * is wanted. Where the bucket has versions, overwritten and deleted objects are listed too: they
 * are what an investigation wants to see.
 */
final class S3Listing {
  private final S3Client client;
  private final S3Request request;
  private final boolean versions;
  private final FlowLogPath path;
  private final List<ListedObject> objects = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Deque<String> folders = new ArrayDeque<>();
  private boolean complete = true;

  S3Listing(S3Client client, S3Request request, boolean versions) {
    this.client = client;
    this.request = request;
    this.versions = versions;
    this.path =
        new FlowLogPath(
            new Wanted(request.accounts(), request.regions(), request.from(), request.to()));
  }

  /**
   * What a reader must know about a key or a folder.
   *
   * @param changed whether it is that an object was overwritten or deleted
   */
  record Problem(String uri, String message, boolean changed) {}

  /**
   * What was found.
   *
   * @param complete whether every folder could be listed
   */
  record Found(List<ListedObject> objects, List<Problem> problems, boolean complete) {}

  /**
   * Lists everything that is wanted; a folder that may not be listed is a problem, the rest goes
   * on.
   */
  Found list() {
    folders.add(request.prefix());
    while (!folders.isEmpty()) {
      String folder = folders.poll();
      try {
        if (versions) {
          versionsIn(folder);
        } else {
          objectsIn(folder);
        }
      } catch (SdkException e) {
        complete = false;
        problem(
            folder,
            AwsProblem.of(e, request.needs(versions ? "s3:ListBucketVersions" : "s3:ListBucket")));
      }
    }
    return new Found(List.copyOf(objects), List.copyOf(problems), complete);
  }

  private void problem(String key, String message) {
    problems.add(new Problem("s3://" + request.bucket() + "/" + key, message, false));
  }

  private void changed(String key, String message) {
    problems.add(new Problem("s3://" + request.bucket() + "/" + key, message, true));
  }

  private void objectsIn(String folder) {
    ListObjectsV2Request.Builder list =
        ListObjectsV2Request.builder().bucket(request.bucket()).prefix(folder).delimiter("/");
    if (request.requesterPays()) {
      list.requestPayer(RequestPayer.REQUESTER);
    }
    for (ListObjectsV2Response page : client.listObjectsV2Paginator(list.build())) {
      below(page.commonPrefixes());
      page.contents()
          .forEach(
              o ->
                  found(
                      new ListedObject(
                          o.key(), null, true, o.size(), plain(o.eTag()), o.lastModified())));
    }
  }

  private void versionsIn(String folder) {
    ListObjectVersionsRequest.Builder list =
        ListObjectVersionsRequest.builder().bucket(request.bucket()).prefix(folder).delimiter("/");
    if (request.requesterPays()) {
      list.requestPayer(RequestPayer.REQUESTER);
    }
    for (ListObjectVersionsResponse page : client.listObjectVersionsPaginator(list.build())) {
      below(page.commonPrefixes());
      page.versions()
          .forEach(
              v ->
                  found(
                      new ListedObject(
                          v.key(),
                          v.versionId(),
                          v.isLatest(),
                          v.size(),
                          plain(v.eTag()),
                          v.lastModified())));
      page.deleteMarkers().stream()
          .filter(d -> path.mayHoldRecords(d.key()))
          .forEach(
              d ->
                  changed(
                      d.key(),
                      "It was deleted at %s; the versions before that are collected"
                          .formatted(d.lastModified())));
    }
  }

  private void below(List<CommonPrefix> prefixes) {
    prefixes.stream().map(CommonPrefix::prefix).filter(path::mayHold).forEach(folders::add);
  }

  private void found(ListedObject object) {
    // Consoles make empty objects that stand for folders.
    boolean folder = object.key().endsWith("/") && object.size() == 0;
    if (!folder && path.mayHoldRecords(object.key())) {
      objects.add(object);
      if (!object.latest()) {
        changed(
            object.key(),
            "It was overwritten or deleted: version %s of %s is not the latest; it is collected too"
                .formatted(object.version(), object.modified()));
      }
    }
  }

  private static String plain(String etag) {
    return etag.replace("\"", "");
  }
}
