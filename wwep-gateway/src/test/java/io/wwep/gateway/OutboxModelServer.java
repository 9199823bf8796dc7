package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * A simulated server with its connection. Each half of a register is a stamp, which tells the write that it comes from:
 * later writes have higher stamps.
 */
final class OutboxModelServer {

    /** The first stamp of other clients. */
    static final int FOREIGN = 200;

    private static final int LAST_FOREIGN = 0xFF;

    /** Watches what is sent. */
    interface Watch {
        void sends(DeviceId device, int register, int stamp);

        void happened(String kind, String what);
    }

    private record Cell(DeviceId device, int register) {}

    private record Half(Cell cell, int shift) {}

    private record Request(Cell cell, int value, boolean isWrite, CompletableFuture<Integer> reply) {}

    private final Random random;
    private final Watch watch;
    private final Map<Cell, Integer> contents = new HashMap<>();

    /** The newest stamp of this gateway that each half of a register has had. */
    private final Map<Half, Integer> newest = new HashMap<>();

    private final List<Request> connection = new ArrayList<>();
    private int nextForeign = FOREIGN;

    OutboxModelServer(Random random, Watch watch) {
        this.random = random;
        this.watch = watch;
    }

    boolean isIdle() {
        return connection.isEmpty();
    }

    int content(DeviceId device, int register) {
        return contents.getOrDefault(new Cell(device, register), 0);
    }

    /** The server answers the oldest request. */
    void answer(boolean mayRefuse) {
        if (connection.isEmpty()) {
            return;
        }
        Request request = connection.remove(0);
        Integer found = contents.get(request.cell());
        if (mayRefuse && random.nextInt(12) == 0) {
            request.reply().completeExceptionally(new WwepRefusedException("X", new WwepReply.Refused("Busy")));
        } else if (request.isWrite()) {
            write(request.cell(), request.value());
            request.reply().complete(0);
        } else if (found == null) {
            request.reply().completeExceptionally(new WwepRefusedException("X", new WwepReply.Refused(null)));
        } else {
            request.reply().complete(found);
        }
    }

    /** The connection breaks: some requests were carried out, some more were sent, and the others were not. */
    void breakConnection() {
        List<Request> all = List.copyOf(connection);
        connection.clear();
        int done = random.nextInt(all.size() + 1);
        int sent = done + random.nextInt(all.size() + 1 - done);
        boolean isSilent = random.nextBoolean();
        for (int i = 0; i < all.size(); i++) {
            Request request = all.get(i);
            if (i < done && request.isWrite()) {
                write(request.cell(), request.value());
            }
            watch.happened(
                    i < done ? "lost after its effect" : i < sent ? "lost before its effect" : "not sent",
                    request.cell().toString());
            Delivery delivery = i < sent ? Delivery.UNKNOWN : Delivery.NOT_SENT;
            WwepException failure = isSilent
                    ? new WwepTimeoutException("lost", null, Phase.REPLY, delivery)
                    : new WwepConnectionLostException("lost", null, delivery);
            request.reply().completeExceptionally(failure);
        }
    }

    /** A register gets a value of this gateway. */
    void write(DeviceId device, int register, int value) {
        write(new Cell(device, register), value);
    }

    private void write(Cell cell, int value) {
        watch.happened("write", String.format("%s=%04X", cell, value));
        for (int shift : new int[] {0, Byte.SIZE}) {
            Half half = new Half(cell, shift);
            int stamp = stamp(value, shift);
            boolean isOwn = stamp < FOREIGN;
            if (isOwn && stamp != stamp(contents.getOrDefault(cell, 0), shift)) {
                assertThat(stamp)
                        .as("a stamp in %s after a newer one", half)
                        .isGreaterThanOrEqualTo(newest.getOrDefault(half, 0));
                newest.put(half, stamp);
            }
        }
        contents.put(cell, value);
    }

    private static int stamp(int value, int shift) {
        return value >> shift & 0xFF;
    }

    /** Another client writes. */
    void writeForeign(DeviceId device, int register) {
        watch.happened("foreign write", register + "");
        contents.put(new Cell(device, register), nextForeign << Byte.SIZE | nextForeign);
        nextForeign = nextForeign == LAST_FOREIGN ? FOREIGN : nextForeign + 1;
    }

    /** Returns the exchanges of a client of this server. */
    OutboxExchanges exchanges() {
        return new OutboxExchanges() {

            @Override
            public int limit() {
                return 1 + random.nextInt(4);
            }

            @Override
            public CompletableFuture<Integer> read(DeviceId device, int register, Duration deadline) {
                return add(new Request(new Cell(device, register), 0, false, new CompletableFuture<>()));
            }

            @Override
            public CompletableFuture<Void> write(DeviceId device, int register, int value, Duration deadline) {
                Cell cell = new Cell(device, register);
                for (int shift : new int[] {0, Byte.SIZE}) {
                    int stamp = stamp(value, shift);
                    if (stamp < FOREIGN && stamp > newest.getOrDefault(new Half(cell, shift), 0)) {
                        watch.sends(device, register, stamp);
                    }
                }
                CompletableFuture<Integer> reply = add(new Request(cell, value, true, new CompletableFuture<>()));
                CompletableFuture<Void> written = reply.thenAccept(nothing -> {});
                var unused = written.whenComplete((nothing, failure) -> {
                    if (written.isCancelled()) {
                        reply.cancel(false);
                    }
                });
                return written;
            }

            @Override
            public void written(DeviceId device, int register, int count) {}
        };
    }

    private CompletableFuture<Integer> add(Request request) {
        watch.happened(
                request.isWrite() ? "request to write" : "request to read",
                String.format("%s %04X", request.cell(), request.value()));
        connection.add(request);
        var unused = request.reply().whenComplete((value, failure) -> {
            if (failure instanceof CancellationException) {
                withdraw(request);
            }
        });
        return request.reply();
    }

    /** Ends a request that is cancelled. If it was sent before, the server carries it out before all later ones. */
    private void withdraw(Request request) {
        watch.happened("withdrawn", request.cell().toString());
        if (connection.remove(request) && request.isWrite() && random.nextBoolean()) {
            write(request.cell(), request.value());
        }
    }
}
