package io.wwep.examples.lab.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.wwep.examples.lab.Lab;
import io.wwep.examples.lab.LabEvent;
import io.wwep.examples.lab.LabSettings;
import io.wwep.examples.lab.web.RawHttp.Reply;
import io.wwep.server.ServerProfile;
import io.wwep.server.store.RegisterStore;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A lab with its page, on free ports of this machine. */
final class TestLab implements AutoCloseable {

    static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Path CERTS = Path.of(System.getProperty("wwep.home", ".."), "certs");

    private static final int TIMEOUT_MILLIS = 20_000;

    /** The clients of the recorded exchanges. */
    private final BlockingQueue<String> recordedPeers = new LinkedBlockingQueue<>();

    final Lab lab;
    final LabServer server;

    TestLab() throws IOException {
        this(TOKEN);
    }

    TestLab(@Nullable String token) throws IOException {
        lab = Lab.open(new LabSettings(
                LOOPBACK,
                0,
                0,
                TlsIdentity.of(CERTS.resolve("wwep-demo-server.pem"), CERTS.resolve("wwep-demo-server-key.pem")),
                WwepTls.trusting(CERTS.resolve("wwep-demo-root-ca.pem")),
                "localhost",
                ServerProfile.STANDARD,
                RegisterStore.inMemory(),
                null));
        lab.listen(events -> {
            for (LabEvent event : events) {
                if (event instanceof LabEvent.ExchangeAdded added) {
                    recordedPeers.add(added.exchange().peer());
                }
            }
        });
        server = LabServer.start(lab, new LabServerSettings(LOOPBACK, 0, null, token, "a certificate"));
    }

    RawHttp connect() throws IOException {
        return new RawHttp(server.address());
    }

    RawHttp connectFrom(String address) throws IOException {
        return new RawHttp(server.address(), InetAddress.getByName(address));
    }

    Reply ask(String method, String path, String body, String... headers) throws IOException {
        try (RawHttp connection = connect()) {
            return connection.ask(method, path, body, headers);
        }
    }

    JsonObject state(String... headers) throws IOException {
        return json(ask("GET", "/api/state", "", headers));
    }

    /** Opens a board, and returns the header with its cookie. */
    String openBoard(String mac, String name) throws IOException {
        JsonObject body = new JsonObject();
        body.addProperty("mac", mac);
        body.addProperty("name", name);
        return cookie(ask("POST", "/api/boards", body.toString()));
    }

    /** Returns the header with the instructor's cookie. */
    String instructor() throws IOException {
        return cookie(ask("POST", "/api/instructor", "{\"token\":\"" + TOKEN + "\"}"));
    }

    private static String cookie(Reply reply) {
        String cookie = reply.header("Set-Cookie");
        if (!cookie.endsWith("; HttpOnly; SameSite=Strict; Path=/")) {
            throw new AssertionError("no cookie: " + reply);
        }
        return "Cookie: " + cookie.substring(0, cookie.indexOf(';'));
    }

    static JsonObject json(Reply reply) {
        return JsonParser.parseString(reply.body()).getAsJsonObject();
    }

    /**
     * Sends a message to the lab's plain port, and returns the reply's first byte. Returns once the lab has recorded the exchange,
     * which the server reports after its reply.
     */
    char exchange(String message) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, lab.server().port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(message.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            char reply = (char) socket.getInputStream().read();
            awaitExchangeFrom(LOOPBACK.getHostAddress() + ":" + socket.getLocalPort());
            return reply;
        }
    }

    private void awaitExchangeFrom(String peer) {
        try {
            String next;
            do {
                next = recordedPeers.poll(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
                if (next == null) {
                    throw new AssertionError("the lab has not recorded the exchange from " + peer);
                }
            } while (!next.equals(peer));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    InetSocketAddress address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
        lab.close();
    }
}
