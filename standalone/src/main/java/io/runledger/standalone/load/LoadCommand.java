package io.runledger.standalone.load;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** x */
@Command(name = "load", mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 0;
    }
}
