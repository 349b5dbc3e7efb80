package io.runledger.standalone.demo;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** x */
@Command(name = "demo", mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 0;
    }
}
