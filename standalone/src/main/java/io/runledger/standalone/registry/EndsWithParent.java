package io.runledger.standalone.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * The first class of a child process that must not outlive its parent. Its standard input is a pipe whose other end only
 * the parent holds: when the parent is gone, however it went, the pipe ends and so does this process. Uses nothing but
 * the JDK, since it runs on the class path of a stranger. Arguments: the real main class, then its own arguments.
 */
final class EndsWithParent {
    private static final long GRACE_MILLIS = 8_000;

    private EndsWithParent() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        leaveTerminalSignalsToParent();
        daemon("ends-with-parent", EndsWithParent::endWithInput);

        Method main = Class.forName(arguments[0]).getMethod("main", String[].class);
        main.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    /** Ctrl-C goes to every process of the terminal; the parent stops its services first and then ends this one. */
    private static void leaveTerminalSignalsToParent() {
        try {
            // By name: the compiler warns of this class, but it is supported (JEP 260) and has no replacement.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ignore = handler.getField("SIG_IGN").get(null);
            for (String name : new String[] {"INT", "HUP"}) {
                Object instance = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handler).invoke(null, instance, ignore);
            }
        } catch (ReflectiveOperationException e) {
            // A system without these signals has none to leave to the parent.
            System.err.println("Terminal signals are not ignored: " + e);
        }
    }

    private static void endWithInput() {
        try (InputStream parent = System.in) {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("The pipe to the parent broke: " + e);
        }
        daemon("halts-at-last", () -> {
            try {
                Thread.sleep(GRACE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        });
        System.exit(0);
    }

    private static void daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }
}
