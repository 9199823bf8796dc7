package io.wwep.examples.handshake;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Puts the unencrypted handshake messages of one direction together: a record may have several, or a part of one. */
final class MessageAssembly {

    private static final int HEADER = 4;

    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    /** Adds a record's content; returns the messages that are complete now. */
    List<HandshakeMessage> add(ByteBuffer content) {
        pending.write(content.array(), content.arrayOffset() + content.position(), content.remaining());
        ByteBuffer all = ByteBuffer.wrap(pending.toByteArray());
        List<HandshakeMessage> complete = new ArrayList<>();
        while (all.remaining() >= HEADER) {
            int header = all.getInt(all.position());
            int length = header & 0xFF_FFFF;
            if (all.remaining() < HEADER + length) {
                break;
            }
            all.getInt();
            byte[] body = new byte[length];
            all.get(body);
            complete.add(new HandshakeMessage(header >>> 24, body));
        }
        pending.reset();
        pending.write(all.array(), all.position(), all.remaining());
        return complete;
    }
}
