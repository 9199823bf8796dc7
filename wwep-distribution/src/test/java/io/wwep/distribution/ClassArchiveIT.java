package io.wwep.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes, with which programs start sooner. Whatever happens to it, nobody notices but by the time. */
@Timeout(300)
class ClassArchiveIT {

    private static final int PATIENCE_SECONDS = 240;

    @TempDir
    private Path folder;

    private Distribution distribution;
    private Path cache;

    @BeforeEach
    void unpack() throws Exception {
        distribution = Distribution.unpackedIn(folder, "here");
        cache = Files.createDirectories(folder.resolve("cache/wwep"));
    }

    /** By default it is made beside the programs, which end meanwhile; the installation stays as it is. */
    @Test
    void ofManyFirstRunsAtOnceOneMakesItBesideThem() throws Exception {
        List<String> installed = files(distribution.home());
        try (WatchService changes = cache.getFileSystem().newWatchService()) {
            cache.register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            List<Program> programs = new ArrayList<>();
            try {
                for (int i = 0; i < 4; i++) {
                    programs.add(distribution.start(distribution.launcher(), Map.of("WWEP_ARCHIVE", ""), "--version"));
                }
                for (Program program : programs) {
                    assertThat(program.await()).isEqualTo(expected());
                }
            } finally {
                programs.forEach(Program::close);
            }
            assertThat(awaitEndOfMaking(changes))
                    .as("folders that it is made in")
                    .isEqualTo(1);
        }

        assertThat(archives()).hasSize(1);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(archives().get(0))))
                .as("for its user only")
                .endsWith("------");
        assertThat(files(distribution.home())).isEqualTo(installed);
        assertThat(classesFromArchive())
                .contains("io.wwep.examples.WwepCommand ", "io.wwep.examples.WriteCommand ", "picocli.CommandLine ");
    }

    @Test
    void brokenInAnyWayItIsIgnored() throws Exception {
        assertThat(run("now")).isEqualTo(expected());
        Path archive = archives().get(0);
        byte[] good = Files.readAllBytes(archive);
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"));

        List<byte[]> broken = new ArrayList<>(List.of(
                new byte[0],
                new byte[good.length],
                Arrays.copyOf(good, 4096),
                Arrays.copyOf(good, good.length / 2),
                Arrays.copyOf(good, good.length - 5000)));
        for (int place : List.of(0, 300, good.length / 3, good.length / 2, good.length - 1000)) {
            byte[] changed = good.clone();
            for (int i = place; i < place + 500; i++) {
                changed[i] ^= 0x55;
            }
            broken.add(changed);
        }
        for (byte[] content : broken) {
            Files.write(archive, content, StandardOpenOption.TRUNCATE_EXISTING);
            assertThat(run("")).isEqualTo(expected());
        }
        assertThat(files(folder)).noneMatch(file -> file.contains("hs_err") || file.endsWith("/core"));
    }

    @Test
    void switchedOffItIsNeitherMadeNorUsed() throws Exception {
        assertThat(run("never")).isEqualTo(expected());

        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void withoutAPlaceForItThereIsNone() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        for (String place : List.of("/dev/null", file.toString(), "not/absolute")) {
            assertThat(run("now", place)).isEqualTo(expected());
        }
        try (Program program = distribution.start(
                distribution.launcher(),
                Map.of("WWEP_ARCHIVE", "now", "XDG_CACHE_HOME", "", "HOME", ""),
                "--version")) {
            assertThat(program.await()).isEqualTo(expected());
        }
        assertThat(files(folder)).noneMatch(each -> each.endsWith(".jsa"));
    }

    /** A limit on the size of files is as good as a full disk: what is written breaks off. */
    @Test
    void aFullCacheFolderGetsNone() throws Exception {
        Path limited = Distribution.script(
                folder.resolve("limited"), "ulimit -f 2000", "exec '" + distribution.launcher() + "' \"$@\"");

        try (Program program = distribution.start(limited, Map.of("WWEP_ARCHIVE", "now"), "--version")) {
            assertThat(program.await()).isEqualTo(expected());
        }
        assertThat(archives()).isEmpty();
        assertThat(files(cache)).allMatch(file -> file.endsWith(".size"));
    }

    /** What crashed once, and would again, is not tried at each start. */
    @Test
    void whatCouldNotBeMadeIsNotTriedAgainSoon() throws Exception {
        Files.delete(distribution.tools().resolve("mktemp"));
        assertThat(run("now")).isEqualTo(expected());
        assertThat(files(cache)).singleElement().asString().endsWith(".size");
        distribution.addTool("mktemp", ForeignTool.require("mktemp", "coreutils"));

        // It would have been put in place by this run, and by no later one.
        assertThat(run("")).isEqualTo(expected());
        assertThat(archives()).isEmpty();
    }

    private Program.Ended run(String when) throws Exception {
        return run(when, folder.resolve("cache").toString());
    }

    private Program.Ended run(String when, String place) throws Exception {
        Map<String, String> variables = Map.of("WWEP_ARCHIVE", when, "XDG_CACHE_HOME", place);
        try (Program program = distribution.start(distribution.launcher(), variables, "--version")) {
            return program.await();
        }
    }

    private static Program.Ended expected() {
        String version = System.getProperty("wwep.version");
        return new Program.Ended(0, "wwep " + version + ", on Java " + Runtime.version() + "\n", "");
    }

    /** Waits until the folder in which it was made is gone, and returns how many such folders there were. */
    private static int awaitEndOfMaking(WatchService changes) throws InterruptedException {
        int begun = 0;
        while (true) {
            WatchKey key = changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (key == null) {
                throw new AssertionError("nothing made an archive for " + PATIENCE_SECONDS + " s");
            }
            for (WatchEvent<?> event : key.pollEvents()) {
                boolean isWork = String.valueOf(event.context()).startsWith("new.");
                if (isWork && event.kind() == StandardWatchEventKinds.ENTRY_DELETE) {
                    return begun;
                }
                begun += isWork ? 1 : 0;
            }
            key.reset();
        }
    }

    /** The classes that Java takes from the archive, by its own word. */
    private String classesFromArchive() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-XX:SharedArchiveFile=" + archives().get(0),
                "-Xlog:class+load",
                "-XX:+UseSerialGC",
                "-jar",
                distribution.home().resolve("lib/wwep.jar").toString(),
                "--version");
        try (Program program = Program.start(folder, Map.of(), command)) {
            return program.await()
                    .out()
                    .lines()
                    .filter(line -> line.contains("shared objects file"))
                    .collect(Collectors.joining("\n"));
        }
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> all = Files.list(cache)) {
            return all.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
        }
    }
}
