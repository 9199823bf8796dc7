package io.wwep.benchmarks.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

    private static final class Conversation implements Session {

        private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
        private static final int LENGTH = Wire.WWEP.request().length;
        private static final int DEVICE = 0x0FAC;
        private static final int REGISTER = 0x0B;

        private final Socket socket;
        private final InputStream input;
        private final OutputStream output;
        private byte[] requests = new byte[LENGTH];
        private byte[] replies = new byte[LENGTH];
        private int value;

        Conversation(Socket socket) throws IOException {
            this.socket = socket;
            this.input = socket.getInputStream();
            this.output = socket.getOutputStream();
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
            read(length);
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

        private void read(int length) throws IOException {
            int count = 0;
            while (count < length) {
                int received = input.read(replies, count, length - count);
                if (received < 0) {
                    throw new EOFException(
                            "the server closed the connection after " + count + " of " + length + " bytes");
                }
                count += received;
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

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
