package io.wwep.server;

import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** Serves a connection as the course's servers do: one packet, one reply, and then the wait for the client's close. */
final class CourseSession implements RequestHandler.Answers {

    private final Connection connection;
    private final RequestHandler handler;
    private final CourseWording wording;
    private final int messageMillis;
    private final int closeMillis;
    private final byte[] packet = new byte[CourseWording.PACKET_BYTES];
    private @Nullable WwepRequest request;
    private WwepReply reply = WwepReply.refused();
    private @Nullable Refusal refusal;

    CourseSession(Connection connection, RequestHandler handler, ServerSettings settings) {
        this.connection = connection;
        this.handler = handler;
        this.wording = CourseWording.of(settings.profile());
        this.messageMillis = settings.messageMillis();
        this.closeMillis = settings.idleMillis();
    }

    /** Serves the connection to its end; returns what ended it, for the log. */
    String serve() {
        int length = receivePacket();
        if (connection.isClosed()) {
            return "the server closed it";
        }
        long came = System.nanoTime();
        answer(length);
        if (refusal == null && !handler.force()) {
            answer(WwepReply.refused(), Refusal.STORE_FAILED);
            handler.addRefusals(1);
        }
        byte[] output = new byte[reply.length()];
        reply.encode(output, 0);
        connection
                .record()
                .add(packet, 0, CourseWording.withoutLineFeed(packet, length), request, reply, refusal, came);
        connection.send(output, output.length);
        handler.answered(1, System.nanoTime() - came);
        connection.awaitClose(closeMillis);
        return "it had its one exchange";
    }

    private int receivePacket() {
        int length = 0;
        try {
            int count = 0;
            while (count >= 0 && length < packet.length) {
                length += count;
                // The time begins again with each piece, however long the pieces before it took.
                count = connection.receive(packet, length, packet.length - length, messageMillis);
            }
        } catch (SocketTimeoutException e) {
            // The time is over: what has come is the packet.
        }
        return length;
    }

    private void answer(int received) {
        String objection = wording.objection(packet, received);
        if (objection != null) {
            handler.refuse(Refusal.ILLEGAL_MESSAGE, objection, this);
            return;
        }
        RequestDecoder decoder = new RequestDecoder();
        decoder.decode(packet, 0, CourseWording.withoutLineFeed(packet, received));
        request = decoder.request();
        handler.execute(request, this);
    }

    @Override
    public void answer(WwepReply given, @Nullable Refusal why) {
        reply = given;
        refusal = why;
    }
}
