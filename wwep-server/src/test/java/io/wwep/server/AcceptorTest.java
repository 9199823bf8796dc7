package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AcceptorTest {

    private static final ServerSettings SETTINGS = new ServerSettings(ServerProfile.STANDARD, 10, 30_000, 2_000, null);

    @Test
    void connectionsAreServedAfterFailedAccepts() throws Exception {
        FailingSocket socket = new FailingSocket(3);
        try (Running running = new Running(socket, ConnectionThreads.named("test-"))) {
            assertThat(running.ask()).isEqualTo("X");
            assertThat(socket.calls.get()).isGreaterThan(3);
        }
    }

    @Test
    void aPermanentlyFailingAcceptNeitherStopsTheServerNorBlocksItsClose() throws Exception {
        FailingSocket socket = new FailingSocket(Integer.MAX_VALUE);
        try (Running running = new Running(socket, ConnectionThreads.named("test-"))) {
            assertThat(socket.failedTwice.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(running.acceptor.thread().isAlive()).as("the acceptor").isTrue();
        }
    }

    @Test
    void aFailureToStartAThreadCostsOnlyOneConnection() throws Exception {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory failingOnce = task -> new Thread(task, "test-" + count.incrementAndGet()) {
            @Override
            public synchronized void start() {
                if (count.get() == 1) {
                    throw new OutOfMemoryError("unable to create native thread (on purpose)");
                }
                super.start();
            }
        };
        try (Running running = new Running(new FailingSocket(0), failingOnce)) {
            try (Peer peer = Peer.of(running.address())) {
                assertThat(peer.receiveToEnd()).isEmpty();
            }
            assertThat(running.ask()).isEqualTo("X");
        }
    }

    private static final class FailingSocket extends ServerSocket {

        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch failedTwice = new CountDownLatch(2);
        private final int failures;

        FailingSocket(int failures) throws IOException {
            super(0, 10, InetAddress.getLoopbackAddress());
            this.failures = failures;
        }

        @Override
        public Socket accept() throws IOException {
            if (calls.incrementAndGet() <= failures) {
                failedTwice.countDown();
                throw new IOException("Too many open files (on purpose)");
            }
            return super.accept();
        }
    }

    private static final class Running implements AutoCloseable {

        private final ServerSocket socket;
        private final ConnectionRegistry connections;
        private final Acceptor acceptor;

        Running(ServerSocket socket, ThreadFactory threads) {
            this.socket = socket;
            RequestHandler handler = new RequestHandler(RegisterStore.inMemory(), ServerProfile.STANDARD, null);
            connections = new ConnectionRegistry(10, handler.log());
            acceptor = new Acceptor(socket, null, connections, handler, SETTINGS, threads);
            acceptor.start();
        }

        InetSocketAddress address() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        String ask() throws IOException {
            try (Peer peer = Peer.of(address())) {
                return peer.send("R0BAC0B").endOutput().receiveToEnd();
            }
        }

        @Override
        public void close() {
            acceptor.close();
            connections.abortAll();
        }
    }
}
