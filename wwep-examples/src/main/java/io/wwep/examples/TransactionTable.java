package io.wwep.examples;

import io.wwep.server.Transaction;

/** What a server was asked and answered, as a table like the one on the course's console. */
final class TransactionTable {

    /** Wide enough for IPv4; longer addresses push their line aside. */
    private static final String ROW = "%5s  %-21s  %5s  %-11s  %s";

    private TransactionTable() {}

    static String heading() {
        return String.format(ROW, "count", "peer address", "port", "message", "reply");
    }

    static String row(Transaction transaction) {
        return String.format(
                ROW,
                transaction.number(),
                HostPort.of(transaction.peer()),
                transaction.port(),
                transaction.message(),
                transaction.reply());
    }
}
