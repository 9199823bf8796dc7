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

/** Sends bytes in packets of its own choice over a plain socket, and keeps the pieces in which the answer came. */
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
     * Sends these packets with a pause after each, until all are sent or an answer comes; then waits for the answer.
     *
     * @param expected stops waiting after so many replies
     * @param patience stops waiting after this time without a byte
     */
    void send(List<String> packets, Duration pause, int expected, Duration patience) {
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
                quiet = !receive(patience);
            }
        } catch (IOException e) {
            // A server that has seen enough may reset the connection; what it said before has been kept.
            closed = true;
        }
    }

    /** Waits for one piece of the answer, or the end; whether there was either. */
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
        // A raw request's text is its bytes, made safe to print.
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

    /** The packets that were sent: not all, if an answer came before. */
    List<String> sent() {
        return List.copyOf(sent);
    }

    /** The pieces of the answer. */
    List<String> received() {
        return List.copyOf(received);
    }

    /** How many requests were accepted. */
    int accepted() {
        return accepted;
    }

    /** Whether what came is no WWEP. */
    boolean isGarbled() {
        return decoder.state() == ReplyDecoder.State.MALFORMED;
    }

    /** Whether the server ended the connection. */
    boolean isClosedByServer() {
        return closed;
    }

    @Override
    public void close() {
        PlainConnection.close(socket);
    }
}
