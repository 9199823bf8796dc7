package io.wwep.examples;

import io.wwep.server.Exchange;
import io.wwep.server.Refusal;

/** Formats a server's exchanges as a table like the one on the course's console. */
final class ExchangeTable {

    /** Wide enough for IPv4; longer addresses shift their row. */
    private static final String ROW = "%5s  %-21s  %5s  %-11s  ";

    /** Longer messages are not WWEP, such as TLS on the plain port; their beginning is enough. */
    private static final int LONGEST_MESSAGE = 40;

    private final boolean clients;

    /**
     * Creates a table of exchanges.
     *
     * @param clients whether it has a column with the subjects of client certificates
     */
    ExchangeTable(boolean clients) {
        this.clients = clients;
    }

    String heading() {
        return String.format(ROW, "count", "peer address", "port", "message") + end("reply", "why", "client");
    }

    String row(Exchange exchange) {
        String subject = exchange.clientSubject();
        Refusal refusal = exchange.refusal();
        return String.format(
                        ROW,
                        exchange.number(),
                        HostPort.of(exchange.peer()),
                        exchange.port(),
                        beginning(exchange.message()))
                + end(
                        exchange.reply().toString(),
                        refusal == null ? "" : refusal.toString(),
                        subject == null ? "unknown" : subject);
    }

    private static String beginning(String message) {
        return message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) + "..." : message;
    }

    private String end(String reply, String why, String client) {
        String line = clients
                ? String.format("%-11s  %-15s  %s", reply, why, client)
                : String.format("%-11s  %s", reply, why);
        return line.stripTrailing();
    }
}
