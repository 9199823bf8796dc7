package io.wwep.examples;

import io.wwep.protocol.ReplyDecoder;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sends bytes in chosen packets over a plain socket, and records the pieces in which the reply arrives. */
final class PacketExchange implements AutoCloseable {

    private final Socket socket;
    private final ReplyDecoder decoder = new ReplyDecoder();
    private final byte[] input = new byte[WwepRequest.Raw.MAX_LENGTH];
    private final List<String> sent = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private int replies;
    private int accepted;
    private boolean closed;

    private PacketExchange(Socket socket) {
        this.socket = socket;
    }

    static PacketExchange with(HostPort server) throws WwepConnectException {
        return new PacketExchange(PlainConnection.to(server, null));
    }

    /**
     * Sends these packets with a pause after each, until all are sent or a reply arrives; then waits for the reply.
     *
     * @param expected the number of replies after which it stops waiting
     * @param timeout the time without a byte after which it stops waiting
     */
    void send(List<String> packets, Duration pause, int expected, Duration timeout) {
        try {
            for (String packet : packets) {
                if (!sent.isEmpty()) {
                    receive(pause);
                }
                if (closed || !received.isEmpty()) {
                    break;
                }
                socket.getOutputStream().write(packet.getBytes(StandardCharsets.ISO_8859_1));
                sent.add(packet);
            }
            boolean quiet = false;
            while (!quiet && !closed && replies < expected) {
                quiet = !receive(timeout);
            }
        } catch (IOException e) {
            // A server may reset the connection early; what it sent before was recorded.
            closed = true;
        }
    }

    /** Waits for one piece of the reply, or the end; returns whether there was either. */
    private boolean receive(Duration time) throws IOException {
        socket.setSoTimeout(Math.toIntExact(time.toMillis()));
        int count;
        try {
            count = socket.getInputStream().read(input);
        } catch (SocketTimeoutException e) {
            return false;
        }
        if (count < 0) {
            closed = true;
            return true;
        }
        // The text of a raw request shows its bytes in a printable form.
        received.add(WwepRequest.raw(new String(input, 0, count, StandardCharsets.ISO_8859_1))
                .toString());
        int next = 0;
        while (next < count && decoder.state() != ReplyDecoder.State.MALFORMED) {
            next = decoder.decode(input, next, count);
            if (decoder.state() == ReplyDecoder.State.COMPLETE) {
                replies++;
                accepted += decoder.reply() instanceof WwepReply.Accepted ? 1 : 0;
            }
        }
        return true;
    }

    /** Returns the packets that were sent: not all, if a reply arrived early. */
    List<String> sent() {
        return List.copyOf(sent);
    }

    /** Returns the pieces of the reply. */
    List<String> received() {
        return List.copyOf(received);
    }

    /** Returns the number of accepted requests. */
    int accepted() {
        return accepted;
    }

    /** Returns whether the input is not WWEP. */
    boolean isMalformed() {
        return decoder.state() == ReplyDecoder.State.MALFORMED;
    }

    /** Returns whether the server closed the connection. */
    boolean isClosedByServer() {
        return closed;
    }

    @Override
    public void close() {
        PlainConnection.close(socket);
    }
}
