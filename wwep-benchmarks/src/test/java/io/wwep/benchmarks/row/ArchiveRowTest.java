package io.wwep.benchmarks.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.server.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveRowTest {

    @TempDir
    Path home;

    @Test
    void aCrashedDumpIsNotedAndTheRestIsMeasured() throws Exception {
        jar(home.resolve("wwep-examples").resolve("target"));
        Report report = new Report(Placement.UNPINNED);
        Path certificates = Path.of(System.getProperty("wwep.home")).resolve("certs");

        try (Servers servers = new Servers(certificates)) {
            new ArchiveRow().run(new RowContext(home, Effort.TRIAL, servers, List.of()), report);
        }

        String jdk = Jdk.running().name();
        boolean aotCache = Jdk.running().feature() >= 25;
        assertThat(report.lines())
                .extracting(line -> line.cells().get(0))
                .filteredOn(title -> title.contains(jdk))
                .containsExactly("wwep write, a whole process, " + jdk, "wwep write, a whole process, TLS, " + jdk);
        assertThat(report.notes())
                .filteredOn(note -> note.contains(jdk))
                .hasSize(2)
                .allSatisfy(note -> assertThat(note)
                        .contains(
                                "with an " + (aotCache ? "AOT cache" : "AppCDS archive") + ": not measured",
                                "exit code 134: it crashed",
                                aotCache ? "-XX:AOTCacheOutput" : "-XX:ArchiveClassesAtExit")
                        .doesNotContain(
                                home.toString(),
                                certificates.toString(),
                                System.getProperty("java.home"),
                                System.getProperty("java.io.tmpdir")));
    }

    private static void jar(Path folder) throws IOException {
        Files.createDirectories(folder);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, CrashingDump.class.getName());
        String file = CrashingDump.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar =
                        new JarOutputStream(Files.newOutputStream(folder.resolve("wwep-examples.jar")), manifest);
                InputStream bytes = ArchiveRowTest.class.getClassLoader().getResourceAsStream(file)) {
            jar.putNextEntry(new JarEntry(file));
            bytes.transferTo(jar);
        }
    }

    /** Prints the reply and exits like a JVM that crashes while it dumps its classes. */
    static final class CrashingDump {

        private static final int ABORTED = 134;

        private CrashingDump() {}

        public static void main(String[] args) {
            System.out.println("A0FAC0B1234");
            if (ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .anyMatch(it -> it.startsWith("-XX:ArchiveClassesAtExit") || it.startsWith("-XX:AOTCacheOutput"))) {
                Runtime.getRuntime().halt(ABORTED);
            }
        }
    }
}
