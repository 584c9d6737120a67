package io.flowproof.app.cli;

import io.flowproof.aws.AwsAccess;
import io.flowproof.aws.s3.LakeClientFactory;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.RemoteFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Lakes whose files lie in S3. */
final class BucketLakes {
  private BucketLakes() {}

  /**
   * Notes how the bucket of a lake is reached: when it is made, and when options say so anew. A
   * lake in a directory is left alone.
   */
  static void prepare(Path lake, AwsAccess access) {
    if (!LakeDirectory.isInBucket(lake)) {
      return;
    }
    Map<String, String> how = new TreeMap<>(LakeClientFactory.properties(access));
    Path home = LakeDirectory.home(lake);
    if (how.isEmpty() && Files.isDirectory(home)) {
      return;
    }
    Map.Entry<String, String> named = LakeClientFactory.named();
    how.put(named.getKey(), named.getValue());
    RemoteFiles.set(home, LakeDirectory.bucketUri(lake), LakeClientFactory.FILE_IO, how);
  }
}
