package io.wwep.benchmarks.client;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The second baseline: a hand-written loop around a raw socket that encodes each request and verifies each reply, as
 * every client must, without an object for either. Plain WWEP. Each request writes a different value.
 */
public final class HandWrittenClient implements ClientUnderTest {

    @Override
    public String name() {
        return "hand-written " + wire();
    }

    @Override
    public Wire wire() {
        return Wire.WWEP;
    }

    @Override
    public List<String> jars() {
        return List.of();
    }

    @Override
    public Optional<String> unsupportedReason(Work work, boolean tls) {
        return tls || work == Work.CONNECT
                ? Optional.of("it uses plain TCP on a persistent connection")
                : Optional.empty();
    }

    @Override
    public Session open(Target target) throws IOException {
        return new Conversation(RawSocket.connect(target));
    }

    /** As with the raw socket, futures are compared with a pipeline. */
    @Override
    public Session openFutures(Target target) throws IOException {
        return open(target);
    }

    private static final class Conversation extends BlockingConversation {

        private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
        private static final int LENGTH = Wire.WWEP.request().length;
        private static final int DEVICE = 0x0FAC;
        private static final int REGISTER = 0x0B;

        private byte[] requests = new byte[LENGTH];
        private byte[] replies = new byte[LENGTH];
        private int value;

        Conversation(Socket socket) throws IOException {
            super(socket);
        }

        @Override
        public void exchange() throws IOException {
            exchangeAll(1);
        }

        @Override
        public void exchangeAll(int count) throws IOException {
            int length = count * LENGTH;
            if (requests.length < length) {
                requests = new byte[length];
                replies = new byte[length];
            }
            for (int i = 0; i < count; i++) {
                encode(value + i, i * LENGTH);
            }
            output.write(requests, 0, length);
            read(replies, length);
            for (int i = 0; i < count; i++) {
                verify(value + i, i * LENGTH);
            }
            value += count;
        }

        private void encode(int each, int at) {
            requests[at] = 'W';
            hex(DEVICE, 4, at + 1);
            hex(REGISTER, 2, at + 5);
            hex(each & 0xFFFF, 4, at + 7);
        }

        private void hex(int number, int digits, int at) {
            for (int i = 0; i < digits; i++) {
                requests[at + i] = DIGITS[(number >> (4 * (digits - 1 - i))) & 0xF];
            }
        }

        private void verify(int each, int at) throws UnexpectedReplyException {
            if (replies[at] != 'A'
                    || number(4, at + 1) != DEVICE
                    || number(2, at + 5) != REGISTER
                    || number(4, at + 7) != (each & 0xFFFF)) {
                throw new UnexpectedReplyException(new String(replies, at, LENGTH, StandardCharsets.ISO_8859_1));
            }
        }

        /** Parses hex digits of the reply; negative if one of them is not a digit. */
        private int number(int digits, int at) {
            int number = 0;
            for (int i = 0; i < digits; i++) {
                int digit = Character.digit(replies[at + i], 16);
                if (digit < 0) {
                    return -1;
                }
                number = (number << 4) | digit;
            }
            return number;
        }
    }
}
