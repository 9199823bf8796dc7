package io.wwep.testing;

import io.wwep.protocol.DeviceId;
import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.RequestDecoder.State;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.testing.Fault.Effect;
import io.wwep.testing.Fault.Kind;
import io.wwep.testing.Fault.Moment;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A connection that is answered by a {@link Script}, and otherwise as a register server does. */
final class ScriptedConversation extends Conversation {

    /** Neither {@code A} nor {@code X} nor a hexadecimal digit, and no TLS record. */
    private static final String GARBAGE = "\u0001\u00FFgarbage\u0000?";

    private static final int INPUT_BYTES = 16 * 1024;

    private final Script script;
    private final @Nullable SSLContext context;
    private final RequestDecoder decoder = new RequestDecoder();
    private final byte[] input = new byte[INPUT_BYTES];
    private int inputLength;
    private int messages;

    /** A connection; over TLS, if there is a context. */
    ScriptedConversation(PacedSocket socket, Recording recording, Script script, @Nullable SSLContext context) {
        super(socket, recording, context != null);
        this.script = script;
        this.context = context;
    }

    @Override
    void talk() throws IOException {
        strike(Moment.ON_ACCEPT);
        if (context != null) {
            handshake(context);
        }
        while (true) {
            int count = receive(input, inputLength, input.length - inputLength);
            if (count < 0) {
                end();
            }
            answer(inputLength, inputLength + count);
        }
    }

    private void handshake(SSLContext secret) throws IOException {
        int first = firstByte();
        strike(Moment.IN_HANDSHAKE);
        secure(secret, first);
        pace(Duration.ZERO);
    }

    /** The client has ended its output; half a message is refused, as every server does. */
    private void end() throws IOException {
        if (decoder.state() == State.PARTIAL) {
            decoder.end();
            answer(message(0, inputLength, null));
        }
        left();
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
                hangUp(); // nothing tells where the next message begins
            }
        }
        inputLength = to - messageStart;
        System.arraycopy(input, messageStart, input, 0, inputLength);
        if (inputLength == input.length) {
            inputLength = 0; // nothing but line ends
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
        String said = afterRequest(request, reply);
        if (!said.isEmpty()) {
            say(said);
        }
        pace(Duration.ZERO);
        strike(Moment.AFTER_REPLY);
    }

    /** What is sent for this reply, once a fault has had its turn. */
    private String afterRequest(RecordedRequest request, String reply) throws IOException {
        Fault fault = script.take(Moment.AFTER_REQUEST, each -> canSpoil(each.effect(), request, reply));
        if (fault == null) {
            return reply;
        }
        note(fault);
        Effect effect = fault.effect();
        int half = reply.length() / 2;
        return switch (effect.kind()) {
            case TRUNCATED_REPLY -> reply.substring(0, half);
            case TWO_REPLIES -> reply + reply;
            case REFUSAL -> effect.text();
            case WRONG_DEVICE, WRONG_REGISTER, WRONG_VALUE -> Bytes.of(wrong(effect.kind(), request));
            case GARBAGE -> GARBAGE;
            default -> {
                act(effect);
                yield reply;
            }
        };
    }

    private static boolean canSpoil(Effect effect, RecordedRequest request, String reply) {
        return switch (effect.kind()) {
            case TRUNCATED_REPLY -> reply.length() > 1;
            case WRONG_DEVICE, WRONG_REGISTER, WRONG_VALUE -> request.request().isPresent();
            default -> true;
        };
    }

    /** An acceptance of something else, whether or not it was to be accepted. */
    private WwepReply wrong(Kind kind, RecordedRequest request) throws IOException {
        WwepReply reply = script.execute(request.request().orElseThrow());
        WwepReply.Accepted right = reply instanceof WwepReply.Accepted accepted ? accepted : zero(request);
        int device = right.device().value();
        return switch (kind) {
            case WRONG_DEVICE -> WwepReply.accepted(DeviceId.of(device ^ 1), right.register(), right.value());
            case WRONG_REGISTER -> WwepReply.accepted(right.device(), right.register() ^ 1, right.value());
            default -> WwepReply.accepted(right.device(), right.register(), right.value() ^ 1);
        };
    }

    private static WwepReply.Accepted zero(RecordedRequest request) {
        WwepRequest.Read read = (WwepRequest.Read) request.request().orElseThrow(); // writes are accepted
        return new WwepReply.Accepted(read.device(), read.register(), 0);
    }

    private void say(String reply) throws IOException {
        Fault fault = script.take(Moment.IN_REPLY);
        if (fault == null) {
            send(reply);
            return;
        }
        int half = reply.length() / 2;
        send(reply.substring(0, half));
        note(fault);
        if (fault.effect().kind() == Kind.GARBAGE) {
            send(GARBAGE);
        } else {
            act(fault.effect());
            send(reply.substring(half));
        }
    }

    private void strike(Moment moment) throws IOException {
        Fault fault = script.take(moment);
        if (fault != null) {
            note(fault);
            if (fault.effect().kind() == Kind.GARBAGE) {
                send(GARBAGE);
            } else {
                act(fault.effect());
            }
        }
    }

    private void note(Fault fault) {
        note(Transcript.Kind.REMARK, fault.effect() + " " + fault.moment());
    }

    /** What is the same at each moment. */
    private void act(Effect effect) throws IOException {
        switch (effect.kind()) {
            case CLOSE -> hangUp();
            case RESET -> reset();
            case STALL -> stall();
            case DELAY -> pause(effect.time());
            case DRIBBLE -> pace(effect.time());
            default -> throw new IllegalStateException(effect + " is of replies alone");
        }
    }
}
