package io.flowproof.lake.table;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Files of a local lake, without Hadoop. A location stays the URI that it was asked by: Iceberg
 * writes it into the table, where other engines look for it.
 */
final class LocalFileIo implements FileIO {
  private static final long serialVersionUID = 1L;

  private final transient Steps steps;

  LocalFileIo(Steps steps) {
    this.steps = steps;
  }

  @Override
  public InputFile newInputFile(String location) {
    return new Input(location, org.apache.iceberg.Files.localInput(file(location)));
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new Output(location);
  }

  @Override
  public void deleteFile(String location) {
    steps.before("delete " + name(location));
    try {
      Files.deleteIfExists(LakeDirectory.path(location));
    } catch (IOException e) {
      throw new RuntimeIOException(e, "Cannot delete %s", location);
    }
  }

  private static File file(String location) {
    return LakeDirectory.path(location).toFile();
  }

  private static String name(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private record Input(String location, InputFile file) implements InputFile {
    @Override
    public long getLength() {
      return file.getLength();
    }

    @Override
    public SeekableInputStream newStream() {
      return file.newStream();
    }

    @Override
    public boolean exists() {
      return file.exists();
    }
  }

  private final class Output implements OutputFile {
    private final String location;

    Output(String location) {
      this.location = location;
    }

    @Override
    public PositionOutputStream create() {
      return open(StandardOpenOption.CREATE_NEW);
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return open(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private PositionOutputStream open(StandardOpenOption... how) {
      steps.before("write " + name(location));
      Path path = LakeDirectory.path(location);
      try {
        Files.createDirectories(path.getParent());
        StandardOpenOption[] options = java.util.Arrays.copyOf(how, how.length + 1);
        options[how.length] = StandardOpenOption.WRITE;
        return new DurableStream(FileChannel.open(path, options));
      } catch (IOException e) {
        throw new RuntimeIOException(e, "Cannot write %s", location);
      }
    }

    @Override
    public String location() {
      return location;
    }

    @Override
    public InputFile toInputFile() {
      return newInputFile(location);
    }
  }

  /** What it wrote is on the disk when it is closed: a commit must not outlive its files. */
  private static final class DurableStream extends PositionOutputStream {
    private final FileChannel channel;
    private long position;

    DurableStream(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        position += channel.write(buffer);
      }
    }

    @Override
    public void close() throws IOException {
      if (channel.isOpen()) {
        channel.force(true);
        channel.close();
      }
    }
  }
}
