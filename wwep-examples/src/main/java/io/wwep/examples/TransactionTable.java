package io.wwep.examples;

import io.wwep.server.Transaction;

/** What a server was asked and answered, as a table like the one on the course's console. */
final class TransactionTable {

    /** The widest address of IPv4; longer ones push their line aside. */
    private static final String ROW = "%6s  %-15s  %5s  %-11s  %s";

    private TransactionTable() {}

    static String heading() {
        return String.format(ROW, "count", "peer address", "port", "message", "reply");
    }

    static String row(Transaction transaction) {
        return String.format(
                ROW,
                transaction.number(),
                transaction.peer().getAddress().getHostAddress(),
                transaction.peer().getPort(),
                transaction.message(),
                transaction.reply());
    }
}
