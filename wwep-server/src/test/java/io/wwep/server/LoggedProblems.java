package io.wwep.server;

import java.util.List;
import java.util.regex.Pattern;

/** Parses the lines of a {@link RateLimitedLog}. */
final class LoggedProblems {

    private static final Pattern COUNT = Pattern.compile("[A-Z]+ (\\d+) more like it: .*");

    private LoggedProblems() {}

    /** Returns the number of problems that these lines report. */
    static int count(List<String> lines) {
        return lines.stream()
                .map(COUNT::matcher)
                .mapToInt(line -> line.matches() ? Integer.parseInt(line.group(1)) : 1)
                .sum();
    }
}
