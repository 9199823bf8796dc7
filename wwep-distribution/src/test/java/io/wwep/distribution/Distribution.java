package io.wwep.distribution;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The distribution that the build has made, unpacked as a user would, and run where there is nothing else. */
final class Distribution {

    private static final String NAME = "wwep-" + System.getProperty("wwep.version");

    /** What the launcher needs of the system, beside a shell. */
    private static final Map<String, String> SYSTEM_TOOLS =
            Map.of("dirname", "coreutils", "readlink", "coreutils", "sed", "sed");

    private final Path folder;
    private final Path tools;
    private final Path home;

    private Distribution(Path folder, Path home) throws IOException {
        this.folder = folder;
        this.home = home;
        tools = Files.createDirectories(folder.resolve("tools"));
        for (Map.Entry<String, String> tool : SYSTEM_TOOLS.entrySet()) {
            addTool(tool.getKey(), ForeignTool.require(tool.getKey(), tool.getValue()));
        }
    }

    /** The file of this kind: {@code zip}, {@code tar.gz} or {@code deb}. */
    static Path file(String kind) {
        return Path.of("target", NAME + "." + kind).toAbsolutePath();
    }

    /** Unpacks the tar.gz into a folder of this name, with a folder beside it for what a test needs. */
    static Distribution unpackedIn(Path folder, String name) throws IOException, InterruptedException {
        ForeignTool.require("sh", "dash");
        Path into = Files.createDirectories(folder.resolve(name));
        run(folder, ForeignTool.require("tar", "tar"), "xzf", file("tar.gz"), "-C", into);
        return new Distribution(folder, into.resolve(NAME));
    }

    /** Programs that something else has put in place. */
    static Distribution in(Path folder, Path home) throws IOException {
        return new Distribution(folder, home);
    }

    Path home() {
        return home;
    }

    Path launcher() {
        return home.resolve("bin/wwep");
    }

    /** A folder that is all of PATH. */
    Path tools() {
        return tools;
    }

    /** Puts a program on the PATH: a script that runs it, since a link would be to outside of the test's folder. */
    Path addTool(String name, String program) throws IOException {
        return script(tools.resolve(name), "exec '" + program + "' \"$@\"");
    }

    static Path script(Path file, String... lines) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs a program with this build's Java. */
    Program.Ended wwep(Object... arguments) throws IOException, InterruptedException {
        try (Program program = start(launcher(), Map.of(), arguments)) {
            return program.await();
        }
    }

    /** Starts a program by its launcher, or a link to that; variables replace those that it would have. */
    Program start(Path launcher, Map<String, String> variables, Object... arguments) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH", tools.toString(),
                "JAVA_HOME", System.getProperty("java.home"),
                "NO_COLOR", "1"));
        environment.putAll(variables);
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        List.of(arguments).forEach(argument -> command.add(argument.toString()));
        return Program.start(folder, environment, command);
    }

    /** Runs another program, which must succeed, and returns what it printed. */
    static String run(Path folder, Object... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        List.of(command).forEach(word -> words.add(word.toString()));
        try (Program program = Program.start(folder, Map.of(), words)) {
            Program.Ended ended = program.await();
            if (ended.exitCode() != 0) {
                throw new AssertionError(words + " ended with " + ended);
            }
            return ended.out();
        }
    }
}
