package io.wwep.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "demo")
final class DemoCommand implements Callable<Integer> {

    DemoCommand(Screen screen) {
    }

    @Override
    public Integer call() {
        return 0;
    }
}
