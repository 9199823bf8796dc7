package io.wwep.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fuzzes a whole connection. The first byte is the length of the pieces in which the others are sent. The server must
 * answer like a model of it; the registers of both persist from one input to the next.
 */
public final class ConnectionFuzzer {

    private static final int PATIENCE_MILLIS = 20_000;

    private static final Map<String, WwepReply> REGISTERS = new HashMap<>();
    private static @Nullable WwepServer server;

    private ConnectionFuzzer() {}

    /** Called by Jazzer, once before the inputs. */
    public static void fuzzerInitialize() throws IOException {
        REGISTERS.clear();
        server = WwepServer.create().plain(0).start();
    }

    /** Called by Jazzer, once after the inputs. */
    public static void fuzzerTearDown() {
        if (server != null) {
            server.close();
        }
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (server == null || input.length == 0) {
            return;
        }
        String expected = expected(input);
        String answered = answered(server.port(), input);
        if (!answered.equals(expected)) {
            throw new AssertionError("expected " + expected + " but was " + answered);
        }
    }

    private static String answered(int port, byte[] input) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream output = socket.getOutputStream();
            int length = 1 + (input[0] & 0xFF);
            for (int from = 1; from < input.length; from += length) {
                output.write(input, from, Math.min(length, input.length - from));
            }
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static String expected(byte[] input) {
        StringBuilder replies = new StringBuilder();
        RequestDecoder decoder = new RequestDecoder();
        for (int next = 1; next < input.length && decoder.state() != RequestDecoder.State.ILLEGAL; ) {
            next = decoder.decode(input, next, input.length);
            if (decoder.state() == RequestDecoder.State.COMPLETE) {
                replies.append(reply(decoder.request()));
            }
        }
        decoder.end();
        return replies + (decoder.state() == RequestDecoder.State.ILLEGAL ? "X" : "");
    }

    private static WwepReply reply(WwepRequest request) {
        if (request instanceof WwepRequest.Write write) {
            WwepReply acceptance = WwepReply.accepted(write.device(), write.register(), write.value());
            REGISTERS.put("R" + write.toString().substring(1, 7), acceptance);
            return acceptance;
        }
        return REGISTERS.getOrDefault(request.toString(), WwepReply.refused());
    }
}
