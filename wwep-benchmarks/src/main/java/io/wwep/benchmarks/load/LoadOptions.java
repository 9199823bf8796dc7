package io.wwep.benchmarks.load;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The options of the command line.
 *
 * @param active the number of connections that exchange continuously
 * @param idle the number of additional idle connections in the run that has them; 0 for no such run
 * @param seconds the time for each figure
 * @param abuses the abuses to run, in order; empty to measure only the quiet runs
 */
record LoadOptions(int active, int idle, int seconds, List<Abuse> abuses) {

    private static final String USAGE =
            "usage: tools/benchmarks load [--active N] [--idle N] [--seconds S] [--only quiet|ABUSE]";
    private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;

    /** Parses the command line; throws an {@link IllegalArgumentException} that explains what is wrong. */
    static LoadOptions of(String... arguments) {
        int active = 1_000;
        // A thread per connection is cheap only with virtual threads.
        int idle = Runtime.version().feature() >= FIRST_JDK_WITH_VIRTUAL_THREADS ? 10_000 : 0;
        int seconds = 10;
        List<Abuse> abuses = List.of(Abuse.values());
        for (Iterator<String> rest = List.of(arguments).iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(
                        "'" + argument + "' is not an option, or its value is missing. " + usage());
            }
            String value = rest.next();
            switch (argument) {
                case "--active" -> active = number(argument, value, 1);
                case "--idle" -> idle = number(argument, value, 0);
                case "--seconds" -> seconds = number(argument, value, 1);
                case "--only" -> abuses = value.equals("quiet") ? List.of() : List.of(abuse(value));
                default -> throw new IllegalArgumentException("'" + argument + "' is not an option. " + usage());
            }
        }
        return new LoadOptions(active, idle, seconds, abuses);
    }

    private static int number(String option, String value, int least) {
        if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < least) {
            throw new IllegalArgumentException(
                    option + " needs a number from " + least + " to 999999, not '" + value + "'. " + usage());
        }
        return Integer.parseInt(value);
    }

    private static Abuse abuse(String label) {
        try {
            return Abuse.of(label);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ". " + usage(), e);
        }
    }

    private static String usage() {
        return USAGE + ", where ABUSE is one of "
                + Arrays.stream(Abuse.values()).map(Abuse::label).collect(Collectors.joining(", "));
    }
}
