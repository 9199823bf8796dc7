package io.wwep.server;

import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** Serves a connection like the course's servers: one packet, one reply, then a wait for the client to close. */
final class CourseSession implements RequestHandler.ReplySink {

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

    /** Serves the connection until it ends. Returns the reason, for the log. */
    String serve() {
        int length = receivePacket();
        if (connection.isClosed()) {
            return "the server closed it";
        }
        long receivedNanos = System.nanoTime();
        answer(length);
        if (refusal == null && !handler.force()) {
            accept(WwepReply.refused(), Refusal.STORE_FAILED);
            handler.countRefusals(1);
        }
        byte[] output = new byte[reply.length()];
        reply.encode(output, 0);
        connection
                .record()
                .add(packet, 0, CourseWording.withoutLineFeed(packet, length), request, reply, refusal, receivedNanos);
        connection.sendLast(output);
        handler.recordLatency(1, System.nanoTime() - receivedNanos);
        connection.awaitClose(closeMillis);
        return "its one exchange is done";
    }

    private int receivePacket() {
        int length = 0;
        try {
            int count = 0;
            while (count >= 0 && length < packet.length) {
                length += count;
                // The timeout restarts with each piece.
                count = connection.receive(packet, length, packet.length - length, messageMillis);
            }
        } catch (SocketTimeoutException e) {
            // The packet is what arrived until now.
        }
        return length;
    }

    private void answer(int received) {
        String reason = wording.refusalReason(packet, received);
        if (reason != null) {
            handler.refuse(Refusal.ILLEGAL_MESSAGE, reason, this);
            return;
        }
        RequestDecoder decoder = new RequestDecoder();
        decoder.decode(packet, 0, CourseWording.withoutLineFeed(packet, received));
        request = decoder.request();
        handler.execute(request, this);
    }

    @Override
    public void accept(WwepReply newReply, @Nullable Refusal newRefusal) {
        reply = newReply;
        refusal = newRefusal;
    }
}
