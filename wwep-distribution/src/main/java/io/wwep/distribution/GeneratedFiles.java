package io.wwep.distribution;

import io.wwep.examples.WwepCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** What the build makes from the programs themselves, and from the jars that they use. */
public final class GeneratedFiles {

    private GeneratedFiles() {}

    /**
     * Writes manual pages as AsciiDoc, completions, and the licenses of libraries.
     *
     * @param arguments the folder to write to; the version; the folder of the libraries' jars; the folder of the licenses that
     *     their jars lack
     */
    public static void main(String[] arguments) throws IOException {
        Path generated = Path.of(arguments[0]);
        manual(generated.resolve("manual"), "wwep " + arguments[1]);
        completions(Files.createDirectories(generated.resolve("completions")));
        new Licenses(Path.of(arguments[2]), Path.of(arguments[3])).copyTo(generated.resolve("licenses"));
    }

    private static void manual(Path folder, String version) throws IOException {
        CommandSpec programs =
                WwepCommand.commandLine(new PrintWriter(Writer.nullWriter())).getCommandSpec();
        setVersion(programs, version);
        int failed = ManPageGenerator.generateManPage(folder.toFile(), null, new boolean[0], false, programs);
        if (failed != 0) {
            throw new IOException("the manual could not be written into " + folder);
        }
        try (Stream<Path> pages = Files.list(folder)) {
            for (Path page : pages.toList()) {
                Files.writeString(page, asInManuals(Files.readString(page)));
            }
        }
    }

    /** Our headings end with a colon, and the manual would be called after the first command. */
    private static String asInManuals(String page) {
        return page.replaceAll("(?m)^:manmanual: .*$", ":manmanual: WWEP programs")
                .replaceAll("(?m)^== (.*):$", "== $1");
    }

    /** The version that the programs tell has that of Java, which would be the Java of this build. */
    private static void setVersion(CommandSpec spec, String version) {
        spec.versionProvider(null).version(version);
        spec.subcommands().values().forEach(below -> setVersion(below.getCommandSpec(), version));
    }

    private static void completions(Path folder) throws IOException {
        for (String shell : List.of("bash", "fish")) {
            complete(folder.resolve("wwep." + shell), shell);
        }
        // zsh finds it by its name and first line. The script for bash registers itself; this first time it must also
        // be called.
        Files.writeString(
                folder.resolve("_wwep"),
                "#compdef wwep\n" + Files.readString(folder.resolve("wwep.bash"))
                        + "\n_bash_complete -o default -F _complete_wwep\n");
    }

    private static void complete(Path file, String shell) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            CommandLine programs = WwepCommand.commandLine(out);
            if (programs.execute("completion", shell) != 0) {
                throw new IOException("there is no completion for " + shell);
            }
        }
    }
}
