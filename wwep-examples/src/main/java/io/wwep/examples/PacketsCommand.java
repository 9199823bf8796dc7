package io.wwep.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "packets")
final class PacketsCommand implements Callable<Integer> {

    PacketsCommand(Screen screen) {
    }

    @Override
    public Integer call() {
        return 0;
    }
}
