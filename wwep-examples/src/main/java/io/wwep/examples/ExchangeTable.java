package io.wwep.examples;

import io.wwep.server.Transaction;

/** What a server was asked and answered, as a table like the one on the course's console. */
final class TransactionTable {

    /** Wide enough for IPv4; longer addresses push their line aside. */
    private static final String ROW = "%5s  %-21s  %5s  %-11s  ";

    /** Of what is no WWEP at all, such as TLS at the plain port, the beginning is enough to see that. */
    private static final int LONGEST_MESSAGE = 40;

    private final boolean clients;

    /**
     * A table of transactions.
     *
     * @param clients whether it tells by which certificate clients were known
     */
    TransactionTable(boolean clients) {
        this.clients = clients;
    }

    String heading() {
        return String.format(ROW, "count", "peer address", "port", "message") + end("reply", "client");
    }

    String row(Transaction transaction) {
        String subject = transaction.clientSubject();
        return String.format(
                        ROW,
                        transaction.number(),
                        HostPort.of(transaction.peer()),
                        transaction.port(),
                        beginning(transaction.message()))
                + end(transaction.reply().toString(), subject == null ? "unknown" : subject);
    }

    private static String beginning(String message) {
        return message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) + "..." : message;
    }

    private String end(String reply, String client) {
        return clients ? String.format("%-11s  %s", reply, client) : reply;
    }
}
