package io.wwep.benchmarks;

import io.wwep.benchmarks.client.Versions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Describes the machine and the software that the figures depend on. */
public final class Machine {

    private Machine() {}

    /** Returns the description, line by line. */
    public static List<String> description() {
        return List.of(
                "- Date: " + LocalDate.now(java.time.ZoneOffset.UTC),
                "- Machine: " + Runtime.getRuntime().availableProcessors() + " cores, " + cpu(),
                "- Kernel: " + System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "- JDK: " + Runtime.version() + ", " + System.getProperty("java.vendor"),
                "- WWEP " + Versions.of("wwep") + "; j2mod " + Versions.of("j2mod") + ", digitalpetri modbus "
                        + Versions.of("digitalpetri-modbus") + ", Jedis " + Versions.of("jedis") + ", Lettuce "
                        + Versions.of("lettuce") + ", Netty " + Versions.of("netty") + ", JMH " + Versions.of("jmh"),
                String.format(
                        Locale.ROOT,
                        "- Load of the machine before the run: %.2f (idle is near 0; other work distorts the figures)",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    }

    private static String cpu() {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
