package io.wwep.server;

import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** Serves a connection under {@link ServerProfile#COURSE}: one packet, one reply. */
final class CourseSession {

    /** The longest request with CR LF. */
    private static final int PACKET_BYTES = WwepRequest.Write.LENGTH + 2;

    private final Connection connection;
    private final Exchanges exchanges;
    private final int messageMillis;
    private final byte[] packet = new byte[PACKET_BYTES];

    CourseSession(Connection connection, Exchanges exchanges, ServerSettings settings) {
        this.connection = connection;
        this.exchanges = exchanges;
        this.messageMillis = settings.messageMillis();
    }

    /** Serves the connection to its end; returns what ended it, for the log. */
    String serve() {
        int length = receivePacket();
        if (connection.isClosed()) {
            return "the server closed it";
        }
        if (length == 0) {
            return "nothing came";
        }
        int end = withoutLineEnd(length);
        long came = System.nanoTime();
        WwepReply reply = answer(end);
        if (reply instanceof WwepReply.Accepted && !exchanges.force()) {
            reply = WwepReply.refused();
            exchanges.addRefusals(1);
        }
        byte[] output = new byte[reply.length()];
        reply.encode(output, 0);
        connection.record(packet, 0, end, reply);
        connection.send(output, output.length);
        exchanges.answered(1, System.nanoTime() - came);
        connection.dropUnread();
        return "it had its one exchange";
    }

    private int receivePacket() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(messageMillis);
        int length = 0;
        try {
            int count = 0;
            while (count >= 0 && length < packet.length) {
                length += count;
                count = connection.receive(packet, length, packet.length - length, Connection.millisUntil(end));
            }
        } catch (SocketTimeoutException e) {
            // The time is over: what has come is the packet.
        }
        return length;
    }

    private int withoutLineEnd(int length) {
        int end = length;
        if (packet[end - 1] == '\n') {
            end--;
            if (end > 0 && packet[end - 1] == '\r') {
                end--;
            }
        }
        return end;
    }

    private WwepReply answer(int length) {
        // An empty packet can be no illegal character.
        if (length > 0 && packet[0] != 'R' && packet[0] != 'W') {
            return illegalCharacter(packet[0]);
        }
        if (length != (packet[0] == 'W' ? WwepRequest.Write.LENGTH : WwepRequest.Read.LENGTH)) {
            return exchanges.refuse("illegal message length (Length: " + length + ")");
        }
        RequestDecoder decoder = new RequestDecoder();
        int taken = decoder.decode(packet, 0, length);
        return decoder.state() == RequestDecoder.State.COMPLETE
                ? exchanges.execute(decoder.request())
                : illegalCharacter(packet[taken]);
    }

    private WwepReply illegalCharacter(byte character) {
        // The text of a raw request is the byte made safe to print.
        String text = WwepRequest.raw(String.valueOf((char) (character & 0xFF))).toString();
        return exchanges.refuse("illegal character (Character: " + text + ")");
    }
}
