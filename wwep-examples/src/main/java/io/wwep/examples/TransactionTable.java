package io.wwep.examples;

import io.wwep.server.Transaction;

/** What a server was asked and answered, as a table like the one on the course's console. */
final class TransactionTable {

    /** Wide enough for IPv4; longer addresses push their line aside. */
    private static final String ROW = "%5s  %-21s  %5s  %-11s  ";

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
                        transaction.message())
                + end(transaction.reply().toString(), subject == null ? "unknown" : subject);
    }

    private String end(String reply, String client) {
        return clients ? String.format("%-11s  %s", reply, client) : reply;
    }
}
