package io.wwep.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the command of every JVM that a benchmark starts. If one crashes, its reports go to the folder for temporary files: the current
 * folder is often the checkout. {@code tools/benchmarks} does the same for the first JVM.
 */
public final class JavaCommand {

    private static final String TEMPORARY = "java.io.tmpdir";

    private JavaCommand() {}

    /**
     * Returns a command for the running JDK, to which more arguments can be added.
     *
     * @param arguments JVM options, then the class and its arguments
     */
    public static List<String> of(String... arguments) {
        return ofJdk(Path.of(System.getProperty("java.home")), arguments);
    }

    /** As {@link #of}, for the JDK in this folder. */
    public static List<String> ofJdk(Path home, String... arguments) {
        String temporary = System.getProperty(TEMPORARY);
        List<String> command = new ArrayList<>(List.of(
                java(home).toString(),
                "-D" + TEMPORARY + "=" + temporary,
                "-XX:ErrorFile=" + Path.of(temporary, "wwep-benchmarks-hs_err_%p.log"),
                "-XX:ReplayDataFile=" + Path.of(temporary, "wwep-benchmarks-replay_%p.log")));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Returns the {@code java} of the JDK in this folder. */
    public static Path java(Path home) {
        return home.resolve("bin").resolve("java");
    }
}
