package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.server.store.RegisterStore;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TransactionListenerTest {

    private final BlockingQueue<Transaction> transactions = new LinkedBlockingQueue<>();

    @Test
    void aTransactionTellsWhoSentWhatAndWhatTheReplyWas() throws Exception {
        try (WwepServer server =
                        WwepServer.create().plain(0).listener(transactions::add).start();
                Peer peer = Peer.of(server)) {
            peer.send("W0fac0b00ff\r\nR0BAC0B\nW0\0\u00E9\n\u001B[31m").endOutput();
            assertThat(peer.receiveToEnd()).isEqualTo("A0FAC0B00FFXX");

            InetSocketAddress address = (InetSocketAddress) peer.socket().getLocalSocketAddress();
            List<Transaction> seen = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                seen.add(next());
            }
            assertThat(seen).extracting(Transaction::number).containsExactly(1L, 2L, 3L);
            assertThat(seen).extracting(Transaction::peer).containsOnly(address);
            assertThat(seen).extracting(Transaction::port).containsOnly(server.port());
            assertThat(seen)
                    .extracting(Transaction::message)
                    .containsExactly("W0fac0b00ff", "R0BAC0B", "W0\\x00\\xE9\\n\\x1B[31m");
            assertThat(seen)
                    .extracting(transaction -> transaction.reply().toString())
                    .containsExactly("A0FAC0B00FF", "X", "X");
        }
    }

    @Test
    void anIllegalMessageIsShownWholeAlsoWhenItCameInPiecesButWithinBounds() {
        serve("R0BAC0BW0", "12", "34?junk");
        serve("W01234");
        serve("\r\nW01234", ScriptedSocket.SILENCE);
        serve("?".repeat(5_000));
        assertThat(transactions)
                .extracting(Transaction::message)
                .containsExactly("R0BAC0B", "W01234?junk", "W01234", "W01234", "?".repeat(256));
    }

    @Test
    void aListenerIsCalledAfterTheReplyWasSent() {
        ScriptedSocket socket = new ScriptedSocket("W0FAC0B1234R0FAC0B", "?");
        List<String> sentBefore = new ArrayList<>();
        serve(socket, transaction -> sentBefore.add(socket.sent()));
        assertThat(sentBefore)
                .containsExactly("A0FAC0B1234A0FAC0B1234", "A0FAC0B1234A0FAC0B1234", "A0FAC0B1234A0FAC0B1234X");
    }

    @Test
    void whatAListenerThrowsIsOfNoConsequence() {
        ScriptedSocket socket = new ScriptedSocket("W0FAC0B1234", "R0FAC0B");
        serve(socket, transaction -> {
            transactions.add(transaction);
            if (transaction.number() == 1) {
                throw new AssertionError("on purpose");
            }
            throw new IllegalStateException("on purpose too");
        });
        assertThat(socket.sent()).isEqualTo("A0FAC0B1234A0FAC0B1234");
        assertThat(transactions).hasSize(2);
    }

    @Test
    void numbersAreUniqueAcrossConnections() throws Exception {
        int clients = 4;
        int each = 500;
        try (WwepServer server =
                WwepServer.create().plain(0).listener(transactions::add).start()) {
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                peers.add(Peer.of(server).send("R0BAC0B".repeat(each)).endOutput());
            }
            for (Peer peer : peers) {
                assertThat(peer.receiveToEnd()).isEqualTo("X".repeat(each));
                peer.close();
            }
        }
        assertThat(transactions)
                .extracting(Transaction::number)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, (long) clients * each).boxed().toList());
    }

    private void serve(String... script) {
        serve(new ScriptedSocket(script), transactions::add);
    }

    private static void serve(ScriptedSocket socket, TransactionListener listener) {
        Exchanges exchanges = new Exchanges(RegisterStore.inMemory(), ServerProfile.STANDARD, listener);
        ServerSettings settings = new ServerSettings(ServerProfile.STANDARD, 1, 30_000, 2_000);
        new StandardSession(new Connection(1, socket, exchanges, 30_000), exchanges, settings).serve();
    }

    private Transaction next() throws InterruptedException {
        Transaction transaction = transactions.poll(20, TimeUnit.SECONDS);
        assertThat(transaction).isNotNull();
        return transaction;
    }
}
