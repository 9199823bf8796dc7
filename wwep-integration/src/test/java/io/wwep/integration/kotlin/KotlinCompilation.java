package io.wwep.integration.kotlin;

import io.wwep.client.WwepClient;
import io.wwep.gateway.Gateway;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kotlin.Unit;
import kotlinx.coroutines.flow.Flow;
import kotlinx.coroutines.jdk9.ReactiveFlowKt;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;

/**
 * The result of compiling a Kotlin source.
 *
 * @param messages the compiler's messages
 */
record KotlinCompilation(Path source, String messages) {

    private static final Pattern ERROR = Pattern.compile("\\.kt:(?<line>\\d+):\\d+: error:");

    /**
     * Compiles each source separately, in a separate JVM because the compiler leaves threads behind, and in one JVM
     * because most of the time is the compiler's start.
     */
    static List<KotlinCompilation> of(Path classes, Path... sources) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // halves the time of such a short run
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KotlinCompilation.class.getName(),
                classes.toString()));
        for (Path source : sources) {
            command.add(source.toString());
        }
        Path log = classes.resolve("compiler.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the compiler failed: " + Files.readString(log));
            }
        } finally {
            process.destroyForcibly();
        }
        List<KotlinCompilation> compilations = new ArrayList<>();
        for (Path source : sources) {
            compilations.add(new KotlinCompilation(source, Files.readString(messagesOf(source, classes))));
        }
        return compilations;
    }

    /** Returns the lines with errors, counted from 1. */
    Set<Integer> linesWithErrors() {
        Set<Integer> lines = new LinkedHashSet<>();
        Matcher errors = ERROR.matcher(messages);
        while (errors.find()) {
            lines.add(Integer.valueOf(errors.group("line")));
        }
        return lines;
    }

    /** Runs in the compiler's JVM. */
    public static void main(String... args) throws Exception {
        Path classes = Path.of(args[0]);
        for (int i = 1; i < args.length; i++) {
            Path source = Path.of(args[i]);
            try (PrintStream messages =
                    new PrintStream(messagesOf(source, classes).toFile(), "UTF-8")) {
                ExitCode code = new K2JVMCompiler()
                        .exec(
                                messages,
                                "-no-stdlib",
                                "-no-reflect",
                                "-cp",
                                classPath(),
                                "-d",
                                classes.toString(),
                                source.toString());
                messages.print(code == ExitCode.OK ? "" : code);
            }
        }
        System.exit(0);
    }

    private static Path messagesOf(Path source, Path classes) {
        return classes.resolve(source.getFileName() + ".txt");
    }

    private static String classPath() throws Exception {
        List<String> places = new ArrayList<>();
        for (Class<?> type : List.of(WwepClient.class, Gateway.class, Unit.class, Flow.class, ReactiveFlowKt.class)) {
            places.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        return String.join(File.pathSeparator, places);
    }
}
