package io.wwep.examples;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The checkout that these tests belong to. */
final class Checkout {

    /** Maven runs a module's tests in the module's folder. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The programs' launcher. */
    static final Path LAUNCHER = ROOT.resolve("wwep");

    /** What that launcher has in common with the one of the distribution. */
    static final String SHARED_WITH_LAUNCHER = "wwep-distribution/src/main/launcher/launcher.sh";

    /** Makes the launcher run this build's jar on the Java that runs the tests. */
    static final Map<String, String> ENVIRONMENT = Map.of(
            "WWEP_BUILD", "never", "JAVA_HOME", System.getProperty("java.home"), "TERM", "xterm", "NO_COLOR", "");

    private Checkout() {}

    /** Starts {@code ./wwep} with these arguments. */
    static Program wwep(Object... arguments) throws IOException {
        ForeignTool.require("sh", "dash"); // runs the launcher
        List<String> command = new ArrayList<>(List.of("./wwep"));
        List.of(arguments).forEach(argument -> command.add(argument.toString()));
        return Program.start(ROOT, ENVIRONMENT, command);
    }
}
