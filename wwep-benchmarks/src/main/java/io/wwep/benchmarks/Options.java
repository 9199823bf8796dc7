package io.wwep.benchmarks;

import io.wwep.benchmarks.row.Row;
import io.wwep.benchmarks.row.Rows;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The options of the command line. */
record Options(boolean quick, Optional<String> only) {

    private static final String USAGE = "usage: tools/benchmarks [--quick] [--only ROW]";

    /** Parses the command line; throws an {@link IllegalArgumentException} that explains what is wrong. */
    static Options of(String... arguments) {
        boolean quick = false;
        Optional<String> only = Optional.empty();
        for (Iterator<String> rest = List.of(arguments).iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            if (argument.equals("--quick")) {
                quick = true;
            } else if (argument.equals("--only") && rest.hasNext()) {
                only = Optional.of(row(rest.next()));
            } else {
                throw new IllegalArgumentException(
                        "'" + argument + "' is not an option, or its row is missing. " + usage());
            }
        }
        return new Options(quick, only);
    }

    private static String row(String name) {
        if (Rows.all().stream().noneMatch(row -> row.name().equals(name))) {
            throw new IllegalArgumentException("there is no row '" + name + "'. " + usage());
        }
        return name;
    }

    private static String usage() {
        return USAGE + ", where ROW is one of "
                + Rows.all().stream().map(Row::name).collect(Collectors.joining(", "));
    }

    /** Returns the rows to run. */
    List<Row> rows() {
        return Rows.all().stream()
                .filter(row -> only.isEmpty() || only.get().equals(row.name()))
                .toList();
    }
}
