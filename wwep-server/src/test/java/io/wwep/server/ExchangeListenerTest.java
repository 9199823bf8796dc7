package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LogCapture;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExchangeListenerTest {

    private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();

    @Test
    void anExchangeHasPeerMessageAndReply() throws Exception {
        try (WwepServer server =
                        WwepServer.create().plain(0).listener(exchanges::add).start();
                Peer peer = Peer.of(server)) {
            peer.send("W0fac0b00ff\r\nR0BAC0B\nW0\0\u00E9\n\u001B[31m").endOutput();
            assertThat(peer.receiveToEnd()).isEqualTo("A0FAC0B00FFXX");

            InetSocketAddress address = (InetSocketAddress) peer.socket().getLocalSocketAddress();
            List<Exchange> seen = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                seen.add(next());
            }
            assertThat(seen).extracting(Exchange::number).containsExactly(1L, 2L, 3L);
            assertThat(seen).extracting(Exchange::peer).containsOnly(address);
            assertThat(seen).extracting(Exchange::port).containsOnly(server.port());
            assertThat(seen)
                    .extracting(Exchange::message)
                    .containsExactly("W0fac0b00ff", "R0BAC0B", "W0\\x00\\xE9\\n\\x1B[31m");
            assertThat(seen)
                    .extracting(exchange -> exchange.reply().toString())
                    .containsExactly("A0FAC0B00FF", "X", "X");
        }
    }

    @Test
    void anExchangeTakesNoLongerThanItsClientWaits() throws Exception {
        try (WwepServer server =
                        WwepServer.create().plain(0).listener(exchanges::add).start();
                Peer peer = Peer.of(server)) {
            long sent = System.nanoTime();
            peer.send("W0FAC0B1234");

            assertThat(next().took()).isBetween(Duration.ZERO, Duration.ofNanos(System.nanoTime() - sent));
        }
    }

    @ParameterizedTest
    @EnumSource(ServerProfile.class)
    void anExchangeHasItsRequestAndRefusal(ServerProfile profile) throws Exception {
        for (String message : List.of("W0FAC0B1234", "R0BAC0B", "W01234")) {
            serve(profile, RegisterStore.inMemory(), message);
        }
        assertThat(exchanges)
                .extracting(Exchange::request)
                .containsExactly(WwepRequest.write(0x0FAC, 0x0B, 0x1234), WwepRequest.read(0x0BAC, 0x0B), null);
        assertThat(exchanges)
                .extracting(Exchange::refusal)
                .containsExactly(null, Refusal.NEVER_WRITTEN, Refusal.ILLEGAL_MESSAGE);
    }

    @ParameterizedTest
    @EnumSource(ServerProfile.class)
    void refusalsByTheStoreAreReported(ServerProfile profile) throws Exception {
        serve(profile, new Store(() -> false, () -> {}), "W0FAC0B1234");
        serve(
                profile,
                new Store(
                        () -> {
                            throw new IOException("no such disk");
                        },
                        () -> {}),
                "W0FAC0B1234");
        serve(
                profile,
                new Store(() -> true, () -> {
                    throw new IOException("no such disk");
                }),
                "W0FAC0B1234");
        assertThat(exchanges)
                .extracting(Exchange::refusal)
                .containsExactly(Refusal.STORE_FULL, Refusal.STORE_FAILED, Refusal.STORE_FAILED);
        assertThat(exchanges).extracting(each -> each.reply().toString()).allMatch(reply -> reply.startsWith("X"));
    }

    @Test
    void anExchangeHasItsTimeAndDuration() throws Exception {
        Instant before = Instant.now();
        serve("W0FAC0B1234");
        Exchange exchange = next();
        assertThat(exchange.received()).isBetween(before.minusMillis(1), Instant.now());
        assertThat(exchange.took()).isPositive();
    }

    @Test
    void anIllegalMessageIsReportedWholeUpToALimitEvenIfItArrivedInPieces() {
        serve("R0BAC0BW0", "12", "34?junk");
        serve("W01234");
        serve("\r\nW01234", ScriptedSocket.SILENCE);
        serve("?".repeat(5_000));
        assertThat(exchanges)
                .extracting(Exchange::message)
                .containsExactly("R0BAC0B", "W01234?junk", "W01234", "W01234", "?".repeat(256));
    }

    @Test
    void aListenerIsCalledAfterTheReplyWasSent() {
        ScriptedSocket socket = new ScriptedSocket("W0FAC0B1234R0FAC0B", "?");
        List<String> sentBefore = new ArrayList<>();
        serve(socket, exchange -> sentBefore.add(socket.sent()));
        assertThat(sentBefore)
                .containsExactly("A0FAC0B1234A0FAC0B1234", "A0FAC0B1234A0FAC0B1234", "A0FAC0B1234A0FAC0B1234X");
    }

    @Test
    void anExceptionFromAListenerIsLoggedAndHasNoOtherEffect() {
        ScriptedSocket socket = new ScriptedSocket("W0FAC0B1234", "R0FAC0B");
        try (LogCapture log = new LogCapture("io.wwep.server")) {
            serve(socket, exchange -> {
                exchanges.add(exchange);
                if (exchange.number() == 1) {
                    throw new AssertionError("on purpose");
                }
                throw new IllegalStateException("on purpose too");
            });
            assertThat(log.warnings().get(0)).contains("caused the exchange listener to fail", "on purpose");
        }
        assertThat(socket.sent()).isEqualTo("A0FAC0B1234A0FAC0B1234");
        assertThat(exchanges).hasSize(2);
    }

    @Test
    void numbersAreUniqueAcrossConnections() throws Exception {
        int clients = 4;
        int each = 500;
        try (WwepServer server =
                WwepServer.create().plain(0).listener(exchanges::add).start()) {
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                peers.add(Peer.of(server).send("R0BAC0B".repeat(each)).endOutput());
            }
            for (Peer peer : peers) {
                assertThat(peer.receiveToEnd()).isEqualTo("X".repeat(each));
                peer.close();
            }
        }
        assertThat(exchanges)
                .extracting(Exchange::number)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, (long) clients * each).boxed().toList());
    }

    private void serve(String... script) {
        serve(new ScriptedSocket(script), exchanges::add);
    }

    private void serve(ServerProfile profile, RegisterStore store, String message) {
        RequestHandler handler = new RequestHandler(store, profile, exchanges::add);
        ServerSettings settings = new ServerSettings(profile, 1, 30_000, 2_000, null);
        Connection connection = new Connection(1, new ScriptedSocket(message), handler, 30_000);
        if (profile.isCourse()) {
            new CourseSession(connection, handler, settings).serve();
        } else {
            new StandardSession(connection, handler, settings).serve();
        }
    }

    private interface Write {
        boolean isStored() throws IOException;
    }

    private interface Force {
        void run() throws IOException;
    }

    /** An empty store with the given write and force. */
    private record Store(Write write, Force toForce) implements RegisterStore {

        @Override
        public OptionalInt read(DeviceId device, int register) {
            return OptionalInt.empty();
        }

        @Override
        public boolean write(DeviceId device, int register, int value) throws IOException {
            return write.isStored();
        }

        @Override
        public void force() throws IOException {
            toForce.run();
        }
    }

    private static void serve(ScriptedSocket socket, ExchangeListener listener) {
        RequestHandler handler = new RequestHandler(RegisterStore.inMemory(), ServerProfile.STANDARD, listener);
        ServerSettings settings = new ServerSettings(ServerProfile.STANDARD, 1, 30_000, 2_000, null);
        new StandardSession(new Connection(1, socket, handler, 30_000), handler, settings).serve();
    }

    private Exchange next() throws InterruptedException {
        Exchange exchange = exchanges.poll(20, TimeUnit.SECONDS);
        assertThat(exchange).isNotNull();
        return exchange;
    }
}
