package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ReconnectPolicy;
import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * An outbox with simulated servers, disk and clock, all driven by a seed. Each write has its own stamp: the value of
 * both halves of a whole register, or of one half if it changes only those bits.
 */
final class OutboxModel {

    private static final int REGISTERS = 3;
    private static final int HIGH = 0xFF00;
    private static final int LOW = 0x00FF;
    private static final Duration LONG = Duration.ofHours(1);

    /** Where registers are: the first is used more often than the others. */
    private record Place(String endpoint, DeviceId device) {}

    private static final List<Place> PLACES = List.of(
            new Place("plant", DeviceId.of(0x0FAC)),
            new Place("plant", DeviceId.of(0x0FAD)),
            new Place("works", DeviceId.of(0x0FAC)));

    /** A write that the application has made; the stamp is that of its first register. */
    private record Made(
            Place place, int register, int count, int mask, int stamp, Instant expiresAt, boolean isDirect) {

        boolean supersedes(Made older) {
            return place.equals(older.place)
                    && register < older.register + older.count
                    && older.register < register + count
                    && (older.mask & ~mask) == 0;
        }
    }

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
    private final Map<String, OutboxModelServer> servers = new TreeMap<>();
    private final TreeMap<Integer, Made> made = new TreeMap<>();

    /** The stamps of the writes with these sequences. */
    private final Map<Long, Integer> stamps = new HashMap<>();

    private final Map<Integer, String> ends = new HashMap<>();
    private final OutboxModelDisk disk = new OutboxModelDisk();
    private int nextStamp = 1;
    private Instant time = Instant.parse("2026-11-28T00:00:00Z");
    private long nanos;

    private OutboxCore core;
    private final Map<String, OutboxSender> links = new TreeMap<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private final Map<OutboxRequest, OutboxHold> direct = new LinkedHashMap<>();

    /** The life of the process; what a former one left behind must have no effect. */
    private int life;

    OutboxModel(long seed) throws IOException {
        random = new Random(seed);
        servers.put("plant", new OutboxModelServer(random, new Watch("plant")));
        servers.put("works", new OutboxModelServer(random, new Watch("works")));
        core = start();
        servers.keySet().forEach(this::attach);
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
        links.clear();
        OutboxSettings settings = random.nextBoolean()
                ? OutboxSettings.DEFAULT
                : OutboxSettings.DEFAULT.withMaxRows(2 + random.nextInt(3));
        settings = random.nextBoolean() ? settings.dropOldest() : settings;
        say("start with " + settings);
        return new OutboxCore(
                disk,
                settings,
                new Events(),
                () -> new OutboxEntry.Now(time, nanos),
                task -> {
                    if (current == life) {
                        tasks.add(task);
                    }
                },
                new FailureLog());
    }

    private void attach(String endpoint) {
        say("attach " + endpoint);
        OutboxSender link = new OutboxSender(
                Objects.requireNonNull(servers.get(endpoint)).exchanges(),
                Duration.ofSeconds(10),
                ReconnectPolicy.doubling(Duration.ofMillis(100), Duration.ofSeconds(1)));
        links.put(endpoint, link);
        core.attach(endpoint, link);
    }

    /** Removes an endpoint, or adds it again. */
    private void changeEndpoint(String endpoint) {
        OutboxSender link = links.remove(endpoint);
        counts.count("endpoint changed");
        if (link == null) {
            attach(endpoint);
        } else {
            say("detach " + endpoint);
            core.detach(endpoint, link);
            Objects.requireNonNull(servers.get(endpoint)).breakConnection();
        }
    }

    private OutboxModelServer server(Place place) {
        return Objects.requireNonNull(servers.get(place.endpoint()));
    }

    private Place anyPlace() {
        return PLACES.get(Math.max(0, random.nextInt(6) - 3));
    }

    /** Does one random thing. */
    void step() throws IOException {
        int choice = random.nextInt(100);
        if (choice < 25) {
            enqueue(random.nextInt(4) == 0 ? Duration.ofMillis(1 + random.nextInt(3_000)) : LONG);
        } else if (choice < 30) {
            beginDirect();
        } else if (choice < 38) {
            endDirect();
        } else if (choice < 59) {
            server(anyPlace()).answer(true);
        } else if (choice < 64) {
            server(anyPlace()).breakConnection();
        } else if (choice < 66) {
            Place place = anyPlace();
            server(place).writeForeign(place.device(), random.nextInt(REGISTERS));
        } else if (choice < 76) {
            passTime(Duration.ofMillis(random.nextInt(800)));
        } else if (choice < 78) {
            time = time.plusMillis(random.nextInt(4_000) - 2_000);
            say("clock " + time);
        } else if (choice < 81) {
            disk.isFull = !disk.isFull;
            say("disk full: " + disk.isFull);
        } else if (choice < 83) {
            crash();
        } else if (choice < 84) {
            changeEndpoint(anyPlace().endpoint());
        } else {
            turn();
        }
    }

    /** Lets everything succeed from now on, and checks what remains. */
    void finish() throws IOException {
        say("finish");
        disk.isFull = false;
        servers.keySet().stream()
                .filter(endpoint -> !links.containsKey(endpoint))
                .forEach(this::attach);
        for (int i = 0; i < 2_000 && (i < 10 || !core.isEmpty() || !direct.isEmpty()); i++) {
            turn();
            for (OutboxModelServer server : servers.values()) {
                while (!server.isIdle()) {
                    server.answer(false);
                }
            }
            for (OutboxRequest request : List.copyOf(direct.keySet())) {
                endDirect(request, true);
            }
            // The clock may be earlier than the acceptance of a write, by less than a few seconds.
            passTime(Duration.ofMillis(500));
        }
        assertThat(core.pending()).as("pending at the end").isEmpty();
        assertThat(disk.isEmpty()).as("nothing is on the disk at the end").isTrue();
        made.forEach((stamp, write) -> {
            boolean isLast = made.tailMap(stamp, false).values().stream().noneMatch(other -> other.supersedes(write));
            if (isLast && !write.isDirect()) {
                assertThat(ends.get(stamp))
                        .as("the end of the last write %s", write)
                        .isIn("sent", "expired", "refused", "dropped");
                if ("expired".equals(ends.get(stamp))) {
                    assertThat(write.expiresAt()).isBeforeOrEqualTo(time.plusSeconds(200));
                }
            }
        });
    }

    private void turn() {
        List<Runnable> now = List.copyOf(tasks);
        tasks.clear();
        now.forEach(Runnable::run);
        core.turn();
    }

    private OutboxRequest request(Place place, Duration validity) {
        int count = random.nextInt(4) == 0 ? 2 : 1;
        int register = random.nextInt(REGISTERS + 1 - count);
        int mask = count == 2 || random.nextBoolean() ? OutboxWrite.WHOLE : random.nextBoolean() ? HIGH : LOW;
        int[] values = new int[count];
        Arrays.setAll(values, i -> ((nextStamp + i) << Byte.SIZE | nextStamp + i) & mask);
        nextStamp += count;
        assertThat(nextStamp).isLessThan(OutboxModelServer.FOREIGN);
        return OutboxRequest.of(place.endpoint(), place.device(), register, values, mask, validity);
    }

    private static int stamp(OutboxRequest request) {
        int value = request.values().get(0);
        return request.mask() == HIGH ? value >> Byte.SIZE : value & LOW;
    }

    private void make(OutboxRequest request, Instant expiresAt, boolean isDirect) {
        Place place = new Place(request.endpoint(), request.device());
        int count = request.values().size();
        int stamp = stamp(request);
        made.put(stamp, new Made(place, request.register(), count, request.mask(), stamp, expiresAt, isDirect));
    }

    private void enqueue(Duration validity) {
        OutboxRequest request = request(anyPlace(), validity);
        var unused = request.done().whenComplete((write, failure) -> {
            say((failure == null ? "accepted " : "not accepted ") + text(request));
            if (failure == null) {
                counts.count(write.isPartial() ? "accepted bits" : "accepted");
                stamps.put(write.sequence(), stamp(request));
                make(request, write.expiresAt(), false);
            } else {
                counts.count("not accepted");
            }
        });
        core.enqueue(request);
        if (random.nextBoolean()) {
            turn();
        }
    }

    private static String text(OutboxRequest request) {
        return String.format(
                "stamp %d in %s %s register %d, mask %04X",
                stamp(request), request.endpoint(), request.device(), request.register(), request.mask());
    }

    private void beginDirect() {
        turn(); // writes that are accepted at the same time may be older or newer
        Place place = anyPlace();
        OutboxRequest request = request(place, Duration.ZERO);
        boolean isLocked = direct.keySet().stream()
                .anyMatch(other -> other.endpoint().equals(place.endpoint())
                        && other.device().equals(place.device())
                        && other.register() <= request.register() + 1
                        && request.register() <= other.register() + 1);
        if (isLocked || !links.containsKey(place.endpoint())) {
            return; // the locks of the endpoint's registers keep direct writes apart
        }
        say("direct " + text(request));
        make(request, time, true);
        direct.put(request, core.hold(request));
        turn();
    }

    private void endDirect() {
        direct.keySet().stream().findFirst().ifPresent(request -> endDirect(request, random.nextInt(3) > 0));
    }

    /** A direct write is carried out or fails; if it has not begun, it fails when its time is up. */
    private void endDirect(OutboxRequest request, boolean isCarriedOut) {
        boolean hasBegun = request.done().isDone();
        if (!hasBegun && isCarriedOut) {
            return;
        }
        if (isCarriedOut) {
            OutboxModelServer server = Objects.requireNonNull(servers.get(request.endpoint()));
            OutboxWrite write = request.done().join();
            for (int i = 0; i < write.values().size(); i++) {
                int register = write.register() + i;
                server.write(write.device(), register, write.applyTo(i, server.content(write.device(), register)));
            }
        }
        counts.count(hasBegun ? "direct" : "direct that did not begin");
        say("direct write ended: " + text(request));
        core.release(Objects.requireNonNull(direct.remove(request)));
    }

    private void passTime(Duration duration) {
        time = time.plus(duration);
        nanos += duration.toNanos();
        say("time " + time);
    }

    /** The process is killed, and starts again with what is on the disk, and not always with the same endpoints. */
    private void crash() throws IOException {
        say("crash");
        counts.count("crash");
        servers.values().forEach(OutboxModelServer::breakConnection);
        tasks.clear();
        direct.clear();
        core = start();
        servers.keySet().stream().filter(endpoint -> random.nextInt(5) > 0).forEach(this::attach);
    }

    private void say(String what) {
        history.append(what).append('\n');
    }

    private final class Watch implements OutboxModelServer.Watch {

        private final String endpoint;

        Watch(String endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public void sends(DeviceId device, int register, int stamp) {
            Made write = Objects.requireNonNull(made.floorEntry(stamp)).getValue();
            assertThat(write.place())
                    .as("the place of stamp %d, which belongs to %s", stamp, write)
                    .isEqualTo(new Place(endpoint, device));
            assertThat(stamp - write.stamp()).as("stamp %d of %s", stamp, write).isEqualTo(register - write.register());
            if (!write.isDirect()) {
                assertThat(time).as("the time of sending %s", write).isBefore(write.expiresAt());
            }
        }

        @Override
        public void happened(String kind, String what) {
            counts.count(kind);
            say(endpoint + ": " + kind + " " + what);
        }
    }

    private final class Events implements OutboxListener {

        private void ended(String end, OutboxWrite write) {
            int stamp = Objects.requireNonNull(stamps.get(write.sequence()));
            say(end + " stamp " + stamp);
            counts.count(end);
            ends.put(stamp, end);
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
        public void dropped(OutboxWrite write) {
            ended("dropped", write);
        }

        @Override
        public void resent(OutboxWrite write, List<Integer> found) {
            counts.count("resent");
        }
    }
}
