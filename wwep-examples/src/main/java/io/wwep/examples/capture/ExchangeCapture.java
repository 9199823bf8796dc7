package io.wwep.examples.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes exchanges as a capture file that Wireshark opens. */
public final class ExchangeCapture {

    /** The media type of a capture file. */
    public static final String MEDIA_TYPE = "application/vnd.tcpdump.pcap";

    private ExchangeCapture() {}

    /** The two ends of a connection. */
    private record Ends(InetSocketAddress client, InetSocketAddress server) {}

    /** A message, or a reply. */
    private record Message(Instant time, Ends ends, boolean isRequest, String bytes) {}

    /**
     * Writes exchanges as a capture, in the order of time. Exchanges with the same addresses and ports are on one connection,
     * which is not closed: what happened between and after them is unknown.
     *
     * @param exchanges the exchanges, in any order
     * @param to gets the file; not closed
     * @throws IOException if it cannot be written
     */
    public static void write(List<CapturedExchange> exchanges, OutputStream to) throws IOException {
        Objects.requireNonNull(exchanges, "exchanges");
        Objects.requireNonNull(to, "to");
        List<Message> messages = new ArrayList<>(2 * exchanges.size());
        for (CapturedExchange exchange : exchanges) {
            Ends ends = new Ends(exchange.client(), exchange.server());
            messages.add(new Message(exchange.time(), ends, true, exchange.request()));
            messages.add(new Message(exchange.time().plus(exchange.took()), ends, false, exchange.reply()));
        }
        messages.sort(Comparator.comparing(Message::time)); // stable: a request stays before its reply
        to.write(PcapFormat.header());
        Map<Ends, CapturedConnection> connections = new HashMap<>();
        for (Message message : messages) {
            CapturedConnection connection = connections.get(message.ends);
            if (connection == null) {
                connection = new CapturedConnection(message.ends.client, message.ends.server, connections.size());
                connections.put(message.ends, connection);
                to.write(connection.open(message.time));
            }
            byte[] bytes = message.bytes.getBytes(StandardCharsets.ISO_8859_1);
            to.write(connection.data(message.time, message.isRequest, bytes, 0, bytes.length));
        }
    }
}
