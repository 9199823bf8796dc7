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
 * Serves a connection under {@link ServerProfile#STANDARD}: executes the requests of each piece of the stream in order,
 * and sends their replies in one write.
 */
final class StandardSession implements RequestHandler.ReplySink {

    /** Small, because most of thousands of connections are idle. Holds an illegal message. */
    private static final int INPUT_BYTES = 512;

    /** The maximum content of a TLS record: a thousand writes take one read, and their replies one write. */
    private static final int LARGE_INPUT_BYTES = 16 * 1024;

    private final Connection connection;
    private final RequestHandler handler;
    private final int idleMillis;
    private final int messageMillis;
    private final RequestDecoder decoder = new RequestDecoder();
    private byte[] output = newOutput(INPUT_BYTES);
    private int outputLength;
    private int messages;

    /** Created for the first requests that arrive together: most connections send one at a time. */
    private @Nullable RequestBatch batch;

    /** The start of the message being answered, which ends at {@link #next}. */
    private int messageStart;

    private int next;

    /** Begins with the first bytes of an incomplete message, if any. */
    private byte[] input = new byte[INPUT_BYTES];

    private int inputLength;
    private long messageDeadline;
    private long receivedNanos;

    StandardSession(Connection connection, RequestHandler handler, ServerSettings settings) {
        this.connection = connection;
        this.handler = handler;
        this.idleMillis = settings.idleMillis();
        this.messageMillis = settings.messageMillis();
    }

    /** Serves the connection until it ends. Returns the reason, for the log. */
    String serve() {
        while (true) {
            boolean inMessage = decoder.state() == State.PARTIAL;
            if (!inMessage && !connection.readyForRequest()) {
                connection.linger();
                return "the server is closing";
            }
            int timeout = inMessage ? Deadline.millisUntil(messageDeadline) : idleMillis;
            int count;
            try {
                count = connection.receive(input, inputLength, input.length - inputLength, timeout);
                if (inputLength + count == INPUT_BYTES && input.length == INPUT_BYTES && connection.hasMore()) {
                    // Requests that arrive together are answered together.
                    input = Arrays.copyOf(input, LARGE_INPUT_BYTES);
                    output = newOutput(LARGE_INPUT_BYTES);
                    count += Math.max(
                            0, connection.receive(input, INPUT_BYTES, LARGE_INPUT_BYTES - INPUT_BYTES, timeout));
                }
            } catch (SocketTimeoutException e) {
                return inMessage
                        ? refuse("a message was incomplete after " + messageMillis + " ms")
                        : "it was idle for " + idleMillis + " ms";
            }
            receivedNanos = System.nanoTime();
            if (connection.isClosed()) {
                return "the server closed it";
            }
            if (count < 0) {
                return inMessage
                        ? refuse("the stream ended within a message")
                        : connection.isFinishing() ? "the server is closing" : "the client closed it";
            }
            answer(count);
            if (decoder.state() == State.ILLEGAL) {
                return refuse("a message was illegal");
            }
            sendReplies();
        }
    }

    /** Executes the requests among the received bytes, and keeps the start of the next one in the buffer. */
    private void answer(int count) {
        next = inputLength;
        messageStart = 0;
        boolean inMessage = decoder.state() == State.PARTIAL;
        inputLength += count;
        if (RequestBatch.mayHoldSeveral(inputLength)) {
            executeBatch();
        } else {
            execute();
        }
        inMessage &= messageStart == 0;
        switch (decoder.state()) {
            case EMPTY, COMPLETE -> inputLength = 0;
            case ILLEGAL -> moveToStart(messageStart);
            case PARTIAL -> {
                if (!inMessage) {
                    messageDeadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(messageMillis);
                }
                moveToStart(messageStart);
            }
        }
    }

    private void executeBatch() {
        RequestBatch requests = batch == null ? new RequestBatch() : batch;
        batch = requests;
        requests.examine(input, inputLength);
        handler.locks().lock(requests);
        try {
            execute();
        } finally {
            handler.locks().unlock(requests);
        }
    }

    private void execute() {
        while (next < inputLength && decoder.state() != State.ILLEGAL) {
            next = decoder.decode(input, next, inputLength);
            if (decoder.state() == State.COMPLETE) {
                WwepRequest request = decoder.request();
                messageStart = next - request.length();
                handler.execute(request, this);
                messageStart = next;
            }
        }
    }

    /** Refuses the buffered bytes and ends the connection, because the start of the next message is unknown. */
    private String refuse(String why) {
        receivedNanos = System.nanoTime(); // a slow client's delay is not the server's latency
        messageStart = 0;
        next = inputLength;
        handler.refuse(Refusal.ILLEGAL_MESSAGE, why, this);
        handler.log().info(connection, "was refused and closed: " + why, "");
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
        handler.recordLatency(messages, System.nanoTime() - receivedNanos);
        messages = 0;
    }

    /** Turns each pending reply into a refusal. */
    private void refuseAll() {
        int replies = 0;
        int at = 0;
        while (at < outputLength) {
            // A refusal has no reason under this profile, so it is one byte.
            boolean accepted = output[at] == 'A';
            at += accepted ? WwepReply.Accepted.LENGTH : 1;
            handler.countRefusals(accepted ? 1 : 0);
            output[replies++] = 'X';
        }
        outputLength = replies;
        connection.record().refuseAll();
    }

    @Override
    public void accept(WwepReply reply, @Nullable Refusal refusal) {
        if (connection.record().isEnabled()) {
            WwepRequest request = decoder.state() == State.COMPLETE ? decoder.request() : null;
            connection.record().add(input, messageStart, next, request, reply, refusal, receivedNanos);
        }
        outputLength = reply.encode(output, outputLength);
        messages++;
    }

    /** Returns a buffer for the replies to a full input buffer of the shortest requests, plus one. */
    private static byte[] newOutput(int inputBytes) {
        return new byte[(inputBytes / WwepRequest.Read.LENGTH + 1) * WwepReply.Accepted.LENGTH];
    }

    /** Moves a message to the start of the buffer, without the line ends before it. */
    private void moveToStart(int offset) {
        int start = offset;
        while (input[start] == '\r' || input[start] == '\n') {
            start++;
        }
        inputLength -= start;
        System.arraycopy(input, start, input, 0, inputLength);
    }
}
