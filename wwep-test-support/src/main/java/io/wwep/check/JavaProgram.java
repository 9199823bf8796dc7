package io.wwep.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a Java program in its own process, with the test's class path. */
public final class JavaProgram {

    /** They halve the processor time of a short run. */
    private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private JavaProgram() {}

    /**
     * Returns the command that runs a program. Its folder for temporary files is {@code temp} in the given folder, so
     * that leftovers of a killed program are deleted with the test.
     *
     * @param folder the test's temporary folder
     * @param options options of the JVM
     */
    public static List<String> command(Path folder, List<String> options, Class<?> program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("temp")));
        command.addAll(OPTIONS);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
