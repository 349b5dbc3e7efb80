package io.runledger.standalone.registry;

import java.nio.file.Path;

/** A process of its own that starts a registry, says its process id and then does nothing until it is killed. */
final class RegistryOwner {
    private RegistryOwner() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        RegistryProcess registry = RegistryProcess.launch(
                directory, directory.resolve("registry.log"), "127.0.0.1", Integer.parseInt(arguments[1]));
        registry.awaitReady();
        System.out.println(registry.pid());
        registry.unexpectedEnd().join();
    }
}
