package io.wwep.server;

import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves a connection under {@link ServerProfile#COURSE}: one packet, one reply. */
final class CourseSession implements RequestHandler.Answers {

    /** The longest request with CR LF. */
    private static final int PACKET_BYTES = WwepRequest.Write.LENGTH + 2;

    private final Connection connection;
    private final RequestHandler handler;
    private final int messageMillis;
    private final byte[] packet = new byte[PACKET_BYTES];
    private @Nullable WwepRequest request;
    private WwepReply reply = WwepReply.refused();
    private @Nullable Refusal refusal;

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
        answer(end);
        if (refusal == null && !handler.force()) {
            answer(WwepReply.refused(), Refusal.STORE_FAILED);
            handler.addRefusals(1);
        }
        byte[] output = new byte[reply.length()];
        reply.encode(output, 0);
        connection.record().add(packet, 0, end, request, reply, refusal, came);
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

    private void answer(int length) {
        // An empty packet can be no illegal character.
        if (length > 0 && packet[0] != 'R' && packet[0] != 'W') {
            refuseCharacter(packet[0]);
            return;
        }
        if (length != (packet[0] == 'W' ? WwepRequest.Write.LENGTH : WwepRequest.Read.LENGTH)) {
            refuse("illegal message length (Length: " + length + ")");
            return;
        }
        RequestDecoder decoder = new RequestDecoder();
        int taken = decoder.decode(packet, 0, length);
        if (decoder.state() != RequestDecoder.State.COMPLETE) {
            refuseCharacter(packet[taken]);
            return;
        }
        request = decoder.request();
        handler.execute(request, this);
    }

    private void refuseCharacter(byte character) {
        // The text of a raw request is the byte made safe to print.
        String text = WwepRequest.raw(String.valueOf((char) (character & 0xFF))).toString();
        refuse("illegal character (Character: " + text + ")");
    }

    private void refuse(String reason) {
        handler.refuse(Refusal.ILLEGAL_MESSAGE, reason, this);
    }

    @Override
    public void answer(WwepReply given, @Nullable Refusal why) {
        reply = given;
        refusal = why;
    }
}
