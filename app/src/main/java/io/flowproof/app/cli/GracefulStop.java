package io.flowproof.app.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C, and SIGTERM, for work that is done in steps: the step that runs comes to its end first; a
 * second one ends the process at once, as a kill always does. A shutdown hook would come too late:
 * the libraries that commit let go of their threads in hooks of their own. The JDK's handler of
 * signals is no API that javac lets pass without a warning, hence by name; where there is none,
 * Ctrl-C ends the process at once.
 */
final class GracefulStop implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private final Terminal terminal;
  private final Map<String, Object> before = new LinkedHashMap<>();
  private volatile boolean asked;

  private GracefulStop(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Until it is closed, Ctrl-C asks for the stop. */
  static GracefulStop watch(Terminal terminal) {
    GracefulStop stop = new GracefulStop(terminal);
    for (String signal : SIGNALS) {
      Object old = handle(signal, stop.handler());
      if (old != null) {
        stop.before.put(signal, old);
      }
    }
    return stop;
  }

  private Object handler() {
    InvocationHandler called =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> ask();
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> arguments != null && proxy == arguments[0];
              default -> "graceful stop";
            };
    try {
      return Proxy.newProxyInstance(
          GracefulStop.class.getClassLoader(),
          new Class<?>[] {Class.forName("sun.misc.SignalHandler")},
          called);
    } catch (ClassNotFoundException e) {
      return this;
    }
  }

  private @Nullable Object ask() {
    if (asked) {
      Thread.ofPlatform().start(() -> System.exit(ExitCode.INTERRUPTED.number()));
    } else {
      asked = true;
      terminal.say("stopping after the commit that is under way (Ctrl-C again stops at once)");
    }
    return null;
  }

  /** The handler that there was; null where signals cannot be handled. */
  private static @Nullable Object handle(String name, Object handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      return signal
          .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
          .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return null;
    }
  }

  /** True when the work is to end after its present step. */
  boolean isAsked() {
    return asked;
  }

  @Override
  public void close() {
    before.forEach(GracefulStop::handle);
  }
}
