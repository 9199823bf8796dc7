package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.testing.WwepTestServer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of Flight Recorder says what the client's event classes do, and its jcmd commands work. */
class FlightRecorderPageTest {

    private static final Path SOURCES = Checkout.ROOT.resolve("wwep-client/src/main/java");
    private static final Pattern HEADING = Pattern.compile("^== (io\\.wwep\\.\\w+)$");
    private static final Pattern ROW = Pattern.compile("^\\|`(\\w+)` \\|(.*)\\.$");

    private static final Set<String> OF_ALL_EVENTS = Set.of("startTime", "duration", "eventThread", "stackTrace");
    private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");

    @TempDir
    private Path folder;

    /** What an event describes, and the description of each field, in order. */
    private record Described(String text, Map<String, String> fields) {}

    @Test
    void thePageHasEveryEventWithItsFields() throws Exception {
        Map<String, Described> events = new TreeMap<>();
        for (Path source : Checkout.files(SOURCES, "Event.java")) {
            String name = SOURCES.relativize(source).toString().replaceFirst("\\.java$", "");
            Class<?> type = Class.forName(name.replace('/', '.'));
            EventType event = EventType.getEventType(type.asSubclass(Event.class));
            Map<String, String> fields = new LinkedHashMap<>();
            for (ValueDescriptor field : event.getFields()) {
                if (!OF_ALL_EVENTS.contains(field.getName())) {
                    fields.put(field.getName(), field.getDescription());
                }
            }
            events.put(event.getName(), new Described(event.getDescription(), fields));
        }

        assertThat(shown()).isEqualTo(events);
    }

    private static Map<String, Described> shown() {
        Map<String, Described> events = new TreeMap<>();
        List<String> lines = page().lines();
        for (int i = 0; i < lines.size(); i++) {
            Matcher heading = HEADING.matcher(lines.get(i));
            if (heading.matches()) {
                String text = lines.get(i + 2).replaceFirst("\\..*", "");
                events.put(heading.group(1), new Described(text, fields(lines.subList(i + 3, lines.size()))));
            }
        }
        return events;
    }

    private static Map<String, String> fields(List<String> below) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : below) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                fields.put(row.group(1), row.group(2));
            } else if (HEADING.matcher(line).matches()) {
                break;
            }
        }
        return fields;
    }

    private static Page page() {
        return Checkout.pages().stream()
                .filter(page -> page.name().equals("howto-flight-recorder.adoc"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void jcmdRecordsARunningApplication() throws Exception {
        List<String> commands = Checkout.text(Checkout.ROOT.resolve("src-docs/src/test/sh/record-running.sh"))
                .lines()
                .toList();
        Process program = new ProcessBuilder(
                        JDK.resolve("java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .directory(folder.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        try (BufferedReader output = program.inputReader();
                BufferedWriter input = program.outputWriter()) {
            assertThat(output.readLine()).isEqualTo("ready");
            run(program, commands.get(0));
            input.write("go\n");
            input.flush();
            assertThat(output.readLine()).isEqualTo("written");
            for (String command : commands.subList(1, commands.size())) {
                run(program, command);
            }
        } finally {
            program.destroyForcibly().waitFor();
        }

        assertThat(RecordingFile.readAllEvents(folder.resolve("incident.jfr")))
                .extracting(event -> event.getEventType().getName())
                .contains("io.wwep.Connect", "io.wwep.Exchange");
    }

    /** Runs a shown command on a running program. */
    private void run(Process program, String command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().put("PID", String.valueOf(program.pid()));
        shell.environment().merge("PATH", JDK.toString(), (path, jdk) -> jdk + File.pathSeparator + path);
        Process started = shell.start();
        boolean ended = started.waitFor(60, TimeUnit.SECONDS);
        started.destroyForcibly();
        assertThat(ended && started.exitValue() == 0)
                .as("%s: %s", command, Checkout.text(output))
                .isTrue();
    }

    /** An application with a client, which writes a register when a line is typed. */
    static final class Program {

        private Program() {}

        public static void main(String... args) throws Exception {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            try (WwepTestServer server = WwepTestServer.start();
                    WwepClient client = server.client().build()) {
                System.out.println("ready");
                while (input.readLine() != null) {
                    client.write(0x0FAC, 0x0B, 0x1234);
                    System.out.println("written");
                }
            }
        }
    }
}
