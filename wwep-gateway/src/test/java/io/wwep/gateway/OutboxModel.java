package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ReconnectPolicy;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepTimeoutException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * An outbox with a simulated server, connection, disk and clock, all driven by a seed. Each value is written once, so a value
 * on the server says which write it comes from.
 */
final class OutboxModel {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);
    private static final int REGISTERS = 5;
    private static final Duration LONG = Duration.ofHours(1);

    /** Set in values that another client writes. */
    private static final int FOREIGN = 0x8000;

    /** A write that the application has made: the value of its first register, plus its index for the others. */
    private record Made(int register, int count, int value, Instant expiresAt, boolean isDirect) {
        boolean covers(int each) {
            return each >= register && each < register + count;
        }
    }

    /** A request on the connection. */
    private record Request(int register, int value, boolean isWrite, CompletableFuture<Integer> reply) {}

    /** How often each kind of event happened. */
    static final class Counts {

        private final Map<String, Integer> counts = new TreeMap<>();

        void count(String kind) {
            counts.merge(kind, 1, Integer::sum);
        }

        void add(Counts other) {
            other.counts.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
        }

        Map<String, Integer> all() {
            return counts;
        }
    }

    private final Random random;
    private final StringBuilder history = new StringBuilder();
    private final Counts counts = new Counts();

    private final Map<Integer, Integer> server = new HashMap<>();

    /** The newest write of this gateway that each register of the server has seen. */
    private final Map<Integer, Integer> newestSeen = new HashMap<>();

    private final Map<Integer, Made> made = new TreeMap<>();
    private final Map<Integer, String> ends = new HashMap<>();
    private final Disk disk = new Disk();
    private int nextValue = 1;
    private int nextForeign = FOREIGN;
    private Instant time = Instant.parse("2026-11-28T00:00:00Z");
    private long nanos;

    private OutboxCore core;
    private final List<Runnable> tasks = new ArrayList<>();
    private final List<Request> connection = new ArrayList<>();
    private final List<OutboxRequest> waiting = new ArrayList<>();
    private final Map<OutboxRequest, OutboxHold> direct = new HashMap<>();

    /** The life of the process; what a former one left behind must have no effect. */
    private int life;

    OutboxModel(long seed) throws IOException {
        random = new Random(seed);
        core = start();
    }

    String history() {
        return history.toString();
    }

    Counts counts() {
        return counts;
    }

    private OutboxCore start() throws IOException {
        life++;
        int current = life;
        OutboxCore started = new OutboxCore(
                disk,
                OutboxSettings.DEFAULT,
                new Events(),
                () -> new OutboxEntry.Now(time, nanos),
                task -> {
                    if (current == life) {
                        tasks.add(task);
                    }
                },
                new FailureLog());
        started.attach(
                "plant",
                new OutboxSender(
                        new Wire(),
                        Duration.ofSeconds(10),
                        ReconnectPolicy.doubling(Duration.ofMillis(100), Duration.ofSeconds(1))));
        return started;
    }

    /** Does one random thing. */
    void step() throws IOException {
        int choice = random.nextInt(100);
        if (choice < 25) {
            enqueue(random.nextInt(4) == 0 ? Duration.ofMillis(1 + random.nextInt(3_000)) : LONG);
        } else if (choice < 30) {
            beginDirect();
        } else if (choice < 40) {
            endDirect();
        } else if (choice < 60) {
            answer();
        } else if (choice < 66) {
            breakConnection();
        } else if (choice < 68) {
            foreign();
        } else if (choice < 78) {
            passTime(Duration.ofMillis(random.nextInt(800)));
        } else if (choice < 80) {
            time = time.plusMillis(random.nextInt(4_000) - 2_000);
            say("clock " + time);
        } else if (choice < 82) {
            disk.isFull = !disk.isFull;
            say("disk full: " + disk.isFull);
        } else if (choice < 84) {
            crash();
        } else {
            turn();
        }
    }

    /** Lets everything succeed from now on, and checks what remains. */
    void finish() throws IOException {
        disk.isFull = false;
        for (int i = 0; i < 2_000 && (i < 10 || !core.isEmpty() || !direct.isEmpty()); i++) {
            turn();
            while (!connection.isEmpty()) {
                carryOut(connection.remove(0), false);
            }
            for (OutboxRequest request : List.copyOf(direct.keySet())) {
                endDirect(request, true);
            }
            // The clock may be earlier than the acceptance of a write, by less than a few seconds.
            passTime(Duration.ofMillis(500));
        }
        assertThat(core.pending()).as("pending at the end").isEmpty();
        assertThat(disk.rows).as("rows at the end").isEmpty();
        made.forEach((value, write) -> {
            boolean isLast = made.entrySet().stream()
                    .filter(other -> other.getKey() > value)
                    .noneMatch(other -> overlap(other.getValue(), write));
            if (isLast && !write.isDirect()) {
                assertThat(ends.get(value))
                        .as("the end of the last write %s", write)
                        .isIn("sent", "expired", "refused");
                if ("expired".equals(ends.get(value))) {
                    assertThat(write.expiresAt()).isBeforeOrEqualTo(time.plusSeconds(200));
                }
            }
        });
    }

    private static boolean overlap(Made a, Made b) {
        return a.register() < b.register() + b.count() && b.register() < a.register() + a.count();
    }

    private void turn() throws IOException {
        List<Runnable> now = List.copyOf(tasks);
        tasks.clear();
        now.forEach(Runnable::run);
        core.turn();
        waiting.removeIf(request -> request.done().isDone());
    }

    private OutboxRequest request(Duration validity) {
        int count = random.nextInt(4) == 0 ? 2 : 1;
        int register = random.nextInt(REGISTERS + 1 - count);
        int[] values = new int[count];
        Arrays.setAll(values, i -> nextValue + i);
        OutboxRequest request = OutboxRequest.of("plant", DEVICE, register, values, OutboxWrite.WHOLE, validity);
        nextValue += count;
        return request;
    }

    private void enqueue(Duration validity) throws IOException {
        OutboxRequest request = request(validity);
        int value = request.values().get(0);
        var unused = request.done().whenComplete((write, failure) -> {
            say((failure == null ? "accepted " : "not accepted ") + request.register() + "=" + request.values());
            if (failure == null) {
                counts.count("accepted");
                made.put(value, new Made(request.register(), request.values().size(), value, write.expiresAt(), false));
            } else {
                counts.count("not accepted");
            }
        });
        waiting.add(request);
        core.enqueue(request);
        if (random.nextBoolean()) {
            turn();
        }
    }

    private void beginDirect() throws IOException {
        turn(); // writes that are accepted at the same time may be older or newer
        OutboxRequest request = request(Duration.ZERO);
        if (direct.keySet().stream()
                .anyMatch(other ->
                        other.register() <= request.register() + 1 && request.register() <= other.register() + 1)) {
            return; // the locks of the endpoint's registers keep direct writes apart
        }
        say("direct " + request.register() + "=" + request.values());
        direct.put(request, core.hold(request));
        made.put(
                request.values().get(0),
                new Made(
                        request.register(),
                        request.values().size(),
                        request.values().get(0),
                        time,
                        true));
        turn();
    }

    private void endDirect() {
        direct.keySet().stream().findFirst().ifPresent(request -> endDirect(request, random.nextInt(3) > 0));
    }

    private void endDirect(OutboxRequest request, boolean isCarriedOut) {
        if (!request.done().isDone()) {
            return;
        }
        for (int i = 0; isCarriedOut && i < request.values().size(); i++) {
            write(request.register() + i, request.values().get(i));
        }
        counts.count("direct");
        say("direct write ended " + request.register());
        core.release(Objects.requireNonNull(direct.remove(request)));
    }

    /** The server answers the oldest request. */
    private void answer() {
        if (!connection.isEmpty()) {
            carryOut(connection.remove(0), random.nextInt(12) == 0);
        }
    }

    private void carryOut(Request request, boolean isRefused) {
        if (isRefused) {
            say("X for " + request.register());
            request.reply().completeExceptionally(new WwepRefusedException("X", new WwepReply.Refused(null)));
        } else if (request.isWrite()) {
            write(request.register(), request.value());
            request.reply().complete(0);
        } else {
            Integer found = server.get(request.register());
            if (found == null) {
                request.reply().completeExceptionally(new WwepRefusedException("X", new WwepReply.Refused(null)));
            } else {
                request.reply().complete(found);
            }
        }
    }

    /** The connection breaks: some requests were carried out, some more were sent, and the others were not. */
    private void breakConnection() {
        List<Request> all = List.copyOf(connection);
        connection.clear();
        int done = random.nextInt(all.size() + 1);
        int sent = done + random.nextInt(all.size() + 1 - done);
        say("break: " + done + " carried out, " + sent + " sent of " + all.size());
        for (int i = 0; i < all.size(); i++) {
            Request request = all.get(i);
            if (i < done && request.isWrite()) {
                write(request.register(), request.value());
            }
            counts.count(i < done ? "lost after its effect" : i < sent ? "lost before its effect" : "not sent");
            request.reply()
                    .completeExceptionally(new WwepTimeoutException(
                            "lost", null, Phase.REPLY, i < sent ? Delivery.UNKNOWN : Delivery.NOT_SENT));
        }
    }

    /** A register of the server gets a value of this gateway. */
    private void write(int register, int value) {
        say("server " + register + "=" + value);
        assertThat(value)
                .as("a value of register %d after a newer one", register)
                .isGreaterThanOrEqualTo(newestSeen.getOrDefault(register, 0));
        newestSeen.put(register, value);
        server.put(register, value);
    }

    private void foreign() {
        int register = random.nextInt(REGISTERS);
        server.put(register, nextForeign++);
        counts.count("foreign write");
        say("foreign " + register);
    }

    private void passTime(Duration duration) {
        time = time.plus(duration);
        nanos += duration.toNanos();
        say("time " + time);
    }

    /** The process is killed, and starts again with what is on the disk. */
    private void crash() throws IOException {
        say("crash");
        counts.count("crash");
        breakConnection();
        tasks.clear();
        direct.clear();
        waiting.clear();
        core = start();
    }

    private void say(String what) {
        history.append(what).append('\n');
    }

    private final class Events implements OutboxListener {

        private void ended(String end, OutboxWrite write) {
            say(end + " " + write.register() + "=" + write.values());
            counts.count(end);
            ends.put(write.values().get(0), end);
        }

        @Override
        public void sent(OutboxWrite write) {
            ended("sent", write);
        }

        @Override
        public void refused(OutboxWrite write, String reason) {
            ended("refused", write);
        }

        @Override
        public void expired(OutboxWrite write) {
            ended("expired", write);
        }

        @Override
        public void superseded(OutboxWrite write, OutboxWrite by) {
            ended("superseded", write);
        }

        @Override
        public void resent(OutboxWrite write, List<Integer> found) {
            counts.count("resent");
        }
    }

    /** The connection to the server. */
    private final class Wire implements OutboxExchanges {

        private final int life = OutboxModel.this.life;

        @Override
        public int limit() {
            return 1 + random.nextInt(4);
        }

        @Override
        public CompletableFuture<Integer> read(DeviceId device, int register, Duration deadline) {
            return add(new Request(register, 0, false, new CompletableFuture<>()));
        }

        @Override
        public CompletableFuture<Void> write(DeviceId device, int register, int value, Duration deadline) {
            made.values().stream()
                    .filter(write -> write.covers(register) && value - write.value() == register - write.register())
                    .forEach(write -> assertThat(time)
                            .as("a write of register %d that expires at %s", register, write.expiresAt())
                            .isBefore(write.expiresAt()));
            CompletableFuture<Integer> reply = add(new Request(register, value, true, new CompletableFuture<>()));
            CompletableFuture<Void> written = reply.thenAccept(nothing -> {});
            var unused = written.whenComplete((nothing, failure) -> {
                if (written.isCancelled()) {
                    reply.cancel(false);
                }
            });
            return written;
        }

        private CompletableFuture<Integer> add(Request request) {
            assertThat(life).as("the process that sends").isEqualTo(OutboxModel.this.life);
            say((request.isWrite() ? "send " + request.value() + " to " : "read ") + request.register());
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
            counts.count("withdrawn");
            say("withdraw " + request.register());
            if (connection.remove(request) && request.isWrite() && random.nextBoolean()) {
                OutboxModel.this.write(request.register(), request.value());
            }
        }

        @Override
        public void written(DeviceId device, int register, int count) {}
    }

    /** A disk that keeps what was committed. */
    private static final class Disk implements OutboxStorage {

        private final Map<List<Object>, Put> rows = new HashMap<>();
        private final List<DeadLetter> refused = new ArrayList<>();
        private boolean isFull;

        @Override
        public List<Stored> load() {
            Map<Long, Put> groups = new TreeMap<>();
            rows.values().forEach(row -> groups.put(row.write().sequence(), row));
            return groups.values().stream()
                    .map(row -> new Stored(row.write(), row.state()))
                    .toList();
        }

        @Override
        public List<DeadLetter> deadLetters() {
            return List.copyOf(refused);
        }

        @Override
        public void commit(Collection<? extends Change> changes, List<DeadLetter> letters) throws IOException {
            if (isFull) {
                throw new IOException("the disk is full");
            }
            for (Change change : changes) {
                if (change instanceof Delete) {
                    rows.values()
                            .removeIf(row ->
                                    row.write().sequence() == change.write().sequence());
                }
            }
            for (Change change : changes) {
                if (change instanceof Put put) {
                    OutboxWrite write = put.write();
                    for (int i = 0; i < write.values().size(); i++) {
                        rows.put(List.of(write.register() + i, write.mask()), put);
                    }
                }
            }
            refused.addAll(letters);
        }

        @Override
        public void close() {}
    }
}
