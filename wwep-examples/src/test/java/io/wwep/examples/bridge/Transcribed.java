package io.wwep.examples.bridge;

import io.wwep.check.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a subscriber has received, step by step. Messages of one step may come in any order, and are sorted. */
final class Transcribed {

    private static final Pattern TIME =
            Pattern.compile("\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"");

    private final Program subscriber;
    private final List<String> lines = new ArrayList<>();

    Transcribed(Program subscriber) {
        this.subscriber = subscriber;
    }

    /** Adds a step with this number of messages. */
    void step(String name, int messages) {
        List<String> received = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            received.add(TIME.matcher(subscriber.nextLine()).replaceAll("\"time\":\"TIME\""));
        }
        lines.add("# " + name);
        received.stream().sorted().forEach(lines::add);
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    /** Skips messages until each of these has been received, in any order. */
    static void await(Program subscriber, String... messages) {
        Set<String> missing = new HashSet<>(List.of(messages));
        while (!missing.isEmpty()) {
            missing.remove(subscriber.nextLine());
        }
    }
}
