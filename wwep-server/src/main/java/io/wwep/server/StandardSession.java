package io.wwep.server;

import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.RequestDecoder.State;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves a connection under {@link ServerProfile#STANDARD}: does the requests of each piece of the
 * stream in their order, and sends their replies in one write.
 */
final class StandardSession implements RequestHandler.Answers {

    /** For clients that send a few requests at a time; of thousands of connections most are idle. Holds an illegal message. */
    private static final int INPUT_BYTES = 512;

    /** What a TLS record holds at most. A thousand writes that came together are one read, and their replies one write. */
    private static final int LARGE_INPUT_BYTES = 16 * 1024;

    private final Connection connection;
    private final RequestHandler handler;
    private final int idleMillis;
    private final int messageMillis;
    private final RequestDecoder decoder = new RequestDecoder();
    private byte[] output = outputFor(INPUT_BYTES);
    private int outputLength;
    private int messages;

    /** The message that is being answered is in the input from here to {@link #next}. */
    private int messageStart;

    private int next;

    /** Begins with the first bytes of a message that goes on, if there is one. */
    private byte[] input = new byte[INPUT_BYTES];

    private int inputLength;
    private long messageEnd;
    private long came;

    StandardSession(Connection connection, RequestHandler handler, ServerSettings settings) {
        this.connection = connection;
        this.handler = handler;
        this.idleMillis = settings.idleMillis();
        this.messageMillis = settings.messageMillis();
    }

    /** Serves the connection to its end; returns what ended it, for the log. */
    String serve() {
        while (true) {
            boolean inMessage = decoder.state() == State.PARTIAL;
            if (!inMessage && !connection.awaitsRequest()) {
                connection.linger();
                return "the server ends";
            }
            int timeout = inMessage ? Connection.millisUntil(messageEnd) : idleMillis;
            int count;
            try {
                count = connection.receive(input, inputLength, input.length - inputLength, timeout);
                if (inputLength + count == INPUT_BYTES && input.length == INPUT_BYTES && connection.hasMore()) {
                    // What came together is answered together.
                    input = Arrays.copyOf(input, LARGE_INPUT_BYTES);
                    output = outputFor(LARGE_INPUT_BYTES);
                    count += Math.max(
                            0, connection.receive(input, INPUT_BYTES, LARGE_INPUT_BYTES - INPUT_BYTES, timeout));
                }
            } catch (SocketTimeoutException e) {
                return inMessage
                        ? refuse("a message was not whole after " + messageMillis + " ms")
                        : "it was idle for " + idleMillis + " ms";
            }
            came = System.nanoTime();
            if (connection.isClosed()) {
                return "the server closed it";
            }
            if (count < 0) {
                return inMessage
                        ? refuse("the stream ended within a message")
                        : connection.isFinishing() ? "the server ends" : "the client closed it";
            }
            answer(count);
            if (decoder.state() == State.ILLEGAL) {
                return refuse("a message was illegal");
            }
            sendReplies();
        }
    }

    /** Does the requests among the bytes that came, and leaves the beginning of the next one in place. */
    private void answer(int count) {
        next = inputLength;
        messageStart = 0;
        boolean begun = decoder.state() == State.PARTIAL;
        inputLength += count;
        while (next < inputLength && decoder.state() != State.ILLEGAL) {
            next = decoder.decode(input, next, inputLength);
            if (decoder.state() == State.COMPLETE) {
                WwepRequest request = decoder.request();
                messageStart = next - request.length();
                handler.execute(request, this);
                messageStart = next;
                begun = false;
            }
        }
        switch (decoder.state()) {
            case EMPTY, COMPLETE -> inputLength = 0;
            case ILLEGAL -> keepFrom(messageStart);
            case PARTIAL -> {
                if (!begun) {
                    messageEnd = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(messageMillis);
                }
                keepFrom(messageStart);
            }
        }
    }

    /** Refuses what is in the buffer and ends the connection: nothing tells where the next message begins. */
    private String refuse(String why) {
        came = System.nanoTime(); // what a slow client took is not the server's
        messageStart = 0;
        next = inputLength;
        handler.refuse(Refusal.ILLEGAL_MESSAGE, why, this);
        handler.troubles().info(connection, "is refused and closed: " + why, "");
        sendReplies();
        connection.linger();
        return why;
    }

    private void sendReplies() {
        if (outputLength > 0 && !handler.force()) {
            refuseAll();
        }
        connection.send(output, outputLength);
        outputLength = 0;
        handler.answered(messages, System.nanoTime() - came);
        messages = 0;
    }

    /** Makes a refusal of each reply that is to be sent. */
    private void refuseAll() {
        int replies = 0;
        int at = 0;
        while (at < outputLength) {
            // A refusal has no reason here: it is one byte.
            boolean accepted = output[at] == 'A';
            at += accepted ? WwepReply.Accepted.LENGTH : 1;
            handler.addRefusals(accepted ? 1 : 0);
            output[replies++] = 'X';
        }
        outputLength = replies;
        connection.record().refuseAll();
    }

    @Override
    public void answer(WwepReply reply, @Nullable Refusal refusal) {
        if (connection.record().isKept()) {
            WwepRequest request = decoder.state() == State.COMPLETE ? decoder.request() : null;
            connection.record().add(input, messageStart, next, request, reply, refusal, came);
        }
        outputLength = reply.encode(output, outputLength);
        messages++;
    }

    /** Room for the replies to a whole input buffer of the shortest requests, and one more. */
    private static byte[] outputFor(int inputBytes) {
        return new byte[(inputBytes / WwepRequest.Read.LENGTH + 1) * WwepReply.Accepted.LENGTH];
    }

    /** Moves a message to the beginning of the buffer, without the line ends before it. */
    private void keepFrom(int offset) {
        int start = offset;
        while (input[start] == '\r' || input[start] == '\n') {
            start++;
        }
        inputLength -= start;
        System.arraycopy(input, start, input, 0, inputLength);
    }
}
