import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Copies a jar and gives its classes stack maps and the class file version 61 (Java 17): {@code java
 * ModernClasses.java FROM TO}. The JVM neither verifies classes of versions below 50 quickly nor keeps
 * them in its AOT cache, and picocli's are of version 49. build/assemble.sh calls this.
 */
final class ModernClasses {
  private static final int JAVA_17 = 61;

  public static void main(String[] arguments) throws IOException {
    try (JarFile from = new JarFile(arguments[0]);
        JarOutputStream to = new JarOutputStream(Files.newOutputStream(Path.of(arguments[1])))) {
      ClassFile classes =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(type -> open(from, type.descriptorString()))
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (JarEntry entry : from.stream().toList()) {
        byte[] bytes = from.getInputStream(entry).readAllBytes();
        boolean isModule = entry.getName().endsWith("module-info.class");
        JarEntry copy = new JarEntry(entry.getName());
        copy.setTime(entry.getTime());
        to.putNextEntry(copy);
        to.write(
            entry.getName().endsWith(".class") && !isModule
                ? modern(classes, classes.parse(bytes))
                : bytes);
      }
    }
  }

  private static byte[] modern(ClassFile classes, ClassModel old) {
    return classes.transformClass(
        old,
        ClassTransform.dropping(element -> element instanceof ClassFileVersion)
            // Code that nothing touches would be copied as it is, without stack maps.
            .andThen(ClassTransform.transformingMethodBodies((code, element) -> code.with(element)))
            .andThen(ClassTransform.endHandler(b -> b.withVersion(JAVA_17, 0))));
  }

  private static InputStream open(JarFile jar, String descriptor) {
    JarEntry entry = jar.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
