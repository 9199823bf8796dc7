package io.wwep.testing;

import io.wwep.protocol.DeviceId;
import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.RequestDecoder.State;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.testing.Fault.Effect;
import io.wwep.testing.Fault.Kind;
import io.wwep.testing.Fault.Trigger;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A connection that is served according to a {@link Script}, by default like a register server. */
final class ScriptedConnection extends TestConnection {

    /** Bytes that are neither part of a reply nor a TLS record. */
    private static final String GARBAGE = "\u0001\u00FFgarbage\u0000?";

    private static final int INPUT_BYTES = 16 * 1024;

    private final Script script;
    private final @Nullable SSLContext context;
    private final RequestDecoder decoder = new RequestDecoder();
    private final byte[] input = new byte[INPUT_BYTES];
    private int inputLength;
    private int messages;

    /** Creates a connection, over TLS if there is a context. */
    ScriptedConnection(PacedSocket socket, Recording recording, Script script, @Nullable SSLContext context) {
        super(socket, recording, context != null);
        this.script = script;
        this.context = context;
    }

    @Override
    void serve() throws IOException {
        injectFault(Trigger.ON_ACCEPT);
        if (context != null) {
            handshake(context);
        }
        while (true) {
            int count = receive(input, inputLength, input.length - inputLength);
            if (count < 0) {
                finish();
            }
            answer(inputLength, inputLength + count);
        }
    }

    private void handshake(SSLContext tlsContext) throws IOException {
        int first = firstByte();
        injectFault(Trigger.IN_HANDSHAKE);
        secure(tlsContext, first);
        pace(Duration.ZERO);
    }

    /** Ends the connection after the client has shut down its output. Refuses a partial message. */
    private void finish() throws IOException {
        if (decoder.state() == State.PARTIAL) {
            decoder.end();
            answer(message(0, inputLength, null));
        }
        recordLeft();
    }

    private void answer(int from, int to) throws IOException {
        int messageStart = 0;
        int next = from;
        while (next < to) {
            next = decoder.decode(input, next, to);
            if (decoder.state() == State.COMPLETE) {
                answer(message(messageStart, next, decoder.request()));
                messageStart = next;
            } else if (decoder.state() == State.ILLEGAL) {
                answer(message(messageStart, to, null));
                closeGracefully(); // the start of the next message is unknown
            }
        }
        inputLength = to - messageStart;
        System.arraycopy(input, messageStart, input, 0, inputLength);
        if (inputLength == input.length) {
            inputLength = 0; // only line ends
        }
    }

    private RecordedRequest message(int from, int to, @Nullable WwepRequest request) {
        messages++;
        return recording().receive(number(), messages, Bytes.text(input, from, to), request, session());
    }

    private void answer(RecordedRequest request) throws IOException {
        Answer answer = script.answer(request);
        String reply = answer.wireText().isPresent()
                ? answer.wireText().get()
                : Bytes.of(script.execute(request.request().orElse(null)));
        pause(answer.delay());
        recording().answered();
        String output = afterRequest(request, reply);
        if (!output.isEmpty()) {
            sendReply(output);
        }
        pace(Duration.ZERO);
        injectFault(Trigger.AFTER_REPLY);
    }

    /** Returns the bytes to send for this reply, after applying a fault. */
    private String afterRequest(RecordedRequest request, String reply) throws IOException {
        Fault fault = script.poll(Trigger.AFTER_REQUEST, each -> canAffect(each.effect(), request, reply));
        if (fault == null) {
            return reply;
        }
        record(fault);
        Effect effect = fault.effect();
        int half = reply.length() / 2;
        return switch (effect.kind()) {
            case TRUNCATED_REPLY -> reply.substring(0, half);
            case TWO_REPLIES -> reply + reply;
            case REFUSAL -> effect.text();
            case WRONG_DEVICE, WRONG_REGISTER, WRONG_VALUE -> Bytes.of(wrongReply(effect.kind(), request));
            case GARBAGE -> GARBAGE;
            default -> {
                apply(effect);
                yield reply;
            }
        };
    }

    private static boolean canAffect(Effect effect, RecordedRequest request, String reply) {
        return switch (effect.kind()) {
            case TRUNCATED_REPLY -> reply.length() > 1;
            case WRONG_DEVICE, WRONG_REGISTER, WRONG_VALUE -> request.request().isPresent();
            default -> true;
        };
    }

    /** Returns an acceptance with one wrong field, even if the request was to be refused. */
    private WwepReply wrongReply(Kind kind, RecordedRequest request) throws IOException {
        WwepReply reply = script.execute(request.request().orElseThrow());
        WwepReply.Accepted original = reply instanceof WwepReply.Accepted accepted ? accepted : zero(request);
        int device = original.device().value();
        return switch (kind) {
            case WRONG_DEVICE -> WwepReply.accepted(DeviceId.of(device ^ 1), original.register(), original.value());
            case WRONG_REGISTER -> WwepReply.accepted(original.device(), original.register() ^ 1, original.value());
            default -> WwepReply.accepted(original.device(), original.register(), original.value() ^ 1);
        };
    }

    private static WwepReply.Accepted zero(RecordedRequest request) {
        WwepRequest.Read read = (WwepRequest.Read) request.request().orElseThrow(); // writes are always accepted
        return new WwepReply.Accepted(read.device(), read.register(), 0);
    }

    private void sendReply(String reply) throws IOException {
        Fault fault = script.poll(Trigger.IN_REPLY);
        if (fault == null) {
            send(reply);
            return;
        }
        int half = reply.length() / 2;
        send(reply.substring(0, half));
        record(fault);
        if (fault.effect().kind() == Kind.GARBAGE) {
            send(GARBAGE);
        } else {
            apply(fault.effect());
            send(reply.substring(half));
        }
    }

    private void injectFault(Trigger trigger) throws IOException {
        Fault fault = script.poll(trigger);
        if (fault != null) {
            record(fault);
            if (fault.effect().kind() == Kind.GARBAGE) {
                send(GARBAGE);
            } else {
                apply(fault.effect());
            }
        }
    }

    private void record(Fault fault) {
        record(Transcript.Kind.REMARK, fault.effect() + " " + fault.trigger());
    }

    /** Applies an effect that does not depend on the trigger. */
    private void apply(Effect effect) throws IOException {
        switch (effect.kind()) {
            case CLOSE -> closeGracefully();
            case RESET -> reset();
            case STALL -> stall();
            case DELAY -> pause(effect.time());
            case DRIBBLE -> pace(effect.time());
            default -> throw new IllegalStateException(effect + " applies only to replies");
        }
    }
}
