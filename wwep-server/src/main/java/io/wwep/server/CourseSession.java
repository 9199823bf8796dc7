package io.wwep.server;

import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.RequestHandler.Answer;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves a connection under {@link ServerProfile#COURSE}: one packet, one reply. */
final class CourseSession {

    /** The longest request with CR LF. */
    private static final int PACKET_BYTES = WwepRequest.Write.LENGTH + 2;

    private final Connection connection;
    private final RequestHandler handler;
    private final int messageMillis;
    private final byte[] packet = new byte[PACKET_BYTES];
    private @Nullable WwepRequest request;

    CourseSession(Connection connection, RequestHandler handler, ServerSettings settings) {
        this.connection = connection;
        this.handler = handler;
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
        Answer answer = answer(end);
        if (answer.refusal() == null && !handler.force()) {
            answer = new Answer(WwepReply.refused(), Refusal.STORE_FAILED);
            handler.addRefusals(1);
        }
        WwepReply reply = answer.reply();
        byte[] output = new byte[reply.length()];
        reply.encode(output, 0);
        connection.record().add(packet, 0, end, request, answer, came);
        connection.send(output, output.length);
        handler.answered(1, System.nanoTime() - came);
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

    private Answer answer(int length) {
        // An empty packet can be no illegal character.
        if (length > 0 && packet[0] != 'R' && packet[0] != 'W') {
            return illegalCharacter(packet[0]);
        }
        if (length != (packet[0] == 'W' ? WwepRequest.Write.LENGTH : WwepRequest.Read.LENGTH)) {
            return handler.refuse(Refusal.ILLEGAL_MESSAGE, "illegal message length (Length: " + length + ")");
        }
        RequestDecoder decoder = new RequestDecoder();
        int taken = decoder.decode(packet, 0, length);
        if (decoder.state() != RequestDecoder.State.COMPLETE) {
            return illegalCharacter(packet[taken]);
        }
        request = decoder.request();
        return handler.execute(request);
    }

    private Answer illegalCharacter(byte character) {
        // The text of a raw request is the byte made safe to print.
        String text = WwepRequest.raw(String.valueOf((char) (character & 0xFF))).toString();
        return handler.refuse(Refusal.ILLEGAL_MESSAGE, "illegal character (Character: " + text + ")");
    }
}
