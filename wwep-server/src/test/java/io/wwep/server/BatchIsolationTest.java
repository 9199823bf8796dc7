package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.DeviceId;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches of two connections, the first of which is halted between two of its requests. */
class BatchIsolationTest {

    private final RegisterStore memory = RegisterStore.inMemory();
    private final CountDownLatch halted = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Halts the thread named "halted" at the second register. */
    private final RegisterStore store = new RegisterStore() {

        @Override
        public OptionalInt read(DeviceId device, int register) throws IOException {
            halt(register);
            return memory.read(device, register);
        }

        @Override
        public boolean write(DeviceId device, int register, int value) throws IOException {
            halt(register);
            return memory.write(device, register, value);
        }

        private void halt(int register) {
            if (register == 0x21 && Thread.currentThread().getName().equals("halted")) {
                halted.countDown();
                awaitRelease();
            }
        }
    };

    private final RequestHandler handler = new RequestHandler(store, ServerProfile.STANDARD, null);

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void readsOfABatchSeeAllWritesOfAnotherBatchOrNone() throws Exception {
        memory.write(DeviceId.of(0x0FAC), 0x20, 1);
        memory.write(DeviceId.of(0x0FAC), 0x21, 1);
        CompletableFuture<String> writer = halt("W0FAC200002W0FAC210002");

        Running reader = new Running("R0FAC20R0FAC21");
        reader.awaitWaitingOrDone();
        released.countDown();

        assertThat(reader.replies()).isEqualTo("A0FAC200002A0FAC210002");
        assertThat(writer.get(20, TimeUnit.SECONDS)).isEqualTo("A0FAC200002A0FAC210002");
    }

    @Test
    void writesOfABatchComeBeforeAllReadsOfAnotherBatchOrAfter() throws Exception {
        memory.write(DeviceId.of(0x0FAC), 0x20, 1);
        memory.write(DeviceId.of(0x0FAC), 0x21, 1);
        CompletableFuture<String> reader = halt("R0FAC20R0FAC21");

        Running writer = new Running("W0FAC200002W0FAC210002");
        writer.awaitWaitingOrDone();
        released.countDown();

        assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo("A0FAC200001A0FAC210001");
        assertThat(writer.replies()).isEqualTo("A0FAC200002A0FAC210002");
    }

    @Test
    void writesOfTwoBatchesAreNotMixed() throws Exception {
        CompletableFuture<String> first = halt("W0FAC200001W0FAC210001");

        Running second = new Running("W0FAC200002W0FAC210002");
        second.awaitWaitingOrDone();
        released.countDown();

        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("A0FAC200001A0FAC210001");
        assertThat(second.replies()).isEqualTo("A0FAC200002A0FAC210002");
        assertThat(memory.read(DeviceId.of(0x0FAC), 0x20)).hasValue(2);
        assertThat(memory.read(DeviceId.of(0x0FAC), 0x21)).hasValue(2);
    }

    @Test
    void requestsForOtherDevicesInBetweenDoNotSplitABatch() throws Exception {
        memory.write(DeviceId.of(0x0FAC), 0x20, 1);
        memory.write(DeviceId.of(0x0FAC), 0x21, 1);
        CompletableFuture<String> writer = halt("W0FAC200002\r\nW0000000007\nW0FAC210002");

        Running reader = new Running("R0FAC20\nR000100\r\nR0FAC21");
        reader.awaitWaitingOrDone();
        released.countDown();

        assertThat(reader.replies()).isEqualTo("A0FAC200002XA0FAC210002");
        assertThat(writer.get(20, TimeUnit.SECONDS)).isEqualTo("A0FAC200002A0000000007A0FAC210002");
    }

    @ParameterizedTest
    @CsvSource({
        "R000120R000121,             XX,                       another device",
        "W000120AAAAW000121BBBB,     A000120AAAAA000121BBBB,   writes to another device",
        "R0FAC22,                    X,                        a single request",
        "W0FAC22AAAA,                A0FAC22AAAA,              a single write",
        "W0FAC22AAAAR000122W000222BBBB, A0FAC22AAAAXA000222BBBB, one request for each of three devices",
        "R0FAD20R0FAD21,             XX,                       a device that differs in the last digit",
        "R000C20R000C21,             XX,                       a device with the same last digit",
        "R0FAC22W0FAC22,             XX,                       a request and the start of another",
        "R0FAC22?0FAC22,             XX,                       a request and an illegal message",
    })
    void aHaltedBatchDelaysNoneOf(String requests, String replies, String what) throws Exception {
        CompletableFuture<String> writer = halt("W0FAC200002W0FAC210002");

        assertThat(new Running(requests).replies()).as(what).isEqualTo(replies);

        assertThat(writer).isNotDone();
    }

    @Test
    void batchesForTheFirstDeviceAreKeptApartToo() throws Exception {
        CompletableFuture<String> first = halt("W0000200001W0000210001");

        Running second = new Running("W0000200002W0000210002");
        second.awaitWaitingOrDone();
        released.countDown();

        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("A0000200001A0000210001");
        assertThat(second.replies()).isEqualTo("A0000200002A0000210002");
        assertThat(memory.read(DeviceId.of(0), 0x20)).hasValue(2);
    }

    @Test
    void batchesThatOnlyReadDoNotDelayEachOther() throws Exception {
        CompletableFuture<String> first = halt("R0FAC20R0FAC21");

        assertThat(new Running("R0FAC20R0FAC21").replies()).isEqualTo("XX");

        assertThat(first).isNotDone();
    }

    @Test
    void batchesForTheSameDevicesInOppositeOrderDoNotBlockEachOther() throws Exception {
        CompletableFuture<String> first = halt("W0001200001W0001210001W0002200001W0002210001");

        Running second = new Running("W0002200002W0002210002W0001200002W0001210002");
        second.awaitWaitingOrDone();
        released.countDown();

        assertThat(first.get(20, TimeUnit.SECONDS)).hasSize(44);
        assertThat(second.replies()).hasSize(44);
        assertThat(memory.read(DeviceId.of(1), 0x20)).hasValue(2);
        assertThat(memory.read(DeviceId.of(2), 0x20)).hasValue(2);
    }

    @Test
    void nothingIsLockedAfterABatchWithAnIllegalMessage() throws Exception {
        assertThat(new Running("W0FAC200001W0FAC220001W0FACxx").replies()).isEqualTo("A0FAC200001A0FAC220001X");

        assertThat(new Running("W0FAC200002W0FAC220002").replies()).isEqualTo("A0FAC200002A0FAC220002");
    }

    @Test
    void nothingIsLockedWhileAStoreMakesWritesDurable() throws Exception {
        RegisterStore slow = new RegisterStore() {

            @Override
            public OptionalInt read(DeviceId device, int register) throws IOException {
                return memory.read(device, register);
            }

            @Override
            public boolean write(DeviceId device, int register, int value) throws IOException {
                return memory.write(device, register, value);
            }

            @Override
            public void force() {
                if (Thread.currentThread().getName().equals("halted")) {
                    halted.countDown();
                    awaitRelease();
                }
            }
        };
        RequestHandler slowHandler = new RequestHandler(slow, ServerProfile.STANDARD, null);
        Running first = new Running(slowHandler, "halted", "W0FAC200001W0FAC210001");
        assertThat(halted.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(new Running(slowHandler, "other", "W0FAC200002W0FAC210002").replies())
                .isEqualTo("A0FAC200002A0FAC210002");

        assertThat(first.replies).isNotDone();
    }

    /** Starts a connection and waits until it is halted at the second register. */
    private CompletableFuture<String> halt(String requests) throws InterruptedException {
        Running running = new Running(handler, "halted", requests);
        assertThat(halted.await(20, TimeUnit.SECONDS)).isTrue();
        return running.replies;
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection that is served on its own thread. */
    private final class Running {

        private final CompletableFuture<String> replies = new CompletableFuture<>();
        private final Thread thread;

        Running(String requests) {
            this(handler, "other", requests);
        }

        Running(RequestHandler handler, String name, String requests) {
            ServerSettings settings = new ServerSettings(ServerProfile.STANDARD, 1, 30_000, 2_000, null);
            ScriptedSocket socket = new ScriptedSocket(requests);
            Connection connection = new Connection(1, socket, handler, 30_000);
            thread = new Thread(
                    () -> {
                        new StandardSession(connection, handler, settings).serve();
                        replies.complete(socket.sent());
                    },
                    name);
            thread.start();
        }

        /** Waits until the thread waits for a lock, or has ended. */
        void awaitWaitingOrDone() {
            while (thread.getState() != Thread.State.WAITING && !replies.isDone()) {
                Thread.onSpinWait();
            }
        }

        String replies() throws Exception {
            return replies.get(20, TimeUnit.SECONDS);
        }
    }
}
