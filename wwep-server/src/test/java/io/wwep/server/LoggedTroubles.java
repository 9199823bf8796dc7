package io.wwep.server;

import java.util.List;
import java.util.regex.Pattern;

/** Reads the lines of a {@link TroubleLog}. */
final class LoggedTroubles {

    private static final Pattern COUNT = Pattern.compile("[A-Z]+ (\\d+) more like it: .*");

    private LoggedTroubles() {}

    /** How many troubles these lines tell of. */
    static int count(List<String> lines) {
        return lines.stream()
                .map(COUNT::matcher)
                .mapToInt(line -> line.matches() ? Integer.parseInt(line.group(1)) : 1)
                .sum();
    }
}
