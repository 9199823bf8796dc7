package io.wwep.gateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.client.WwepDevice;
import io.wwep.gateway.register.DeviceProfile;
import io.wwep.gateway.register.InvalidValueException;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRefusedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A device behind an endpoint of a gateway, with typed registers: {@link Gateway#device}. Thread-safe. Calls other than
 * {@link #watch} and {@link #enqueue} wait for the server, within the time limits of the endpoint's client.
 */
public final class GatewayDevice {

    private final GatewayEndpoint endpoint;
    private final String name;
    private final WwepDevice device;

    /** The contents that reads of a value over several registers last agreed on, by its first register. */
    private final Map<Integer, int[]> known = new ConcurrentHashMap<>(1);

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<Watch<?>> watches = new HashSet<>(2);

    @GuardedBy("lock")
    private boolean isRemoved;

    GatewayDevice(GatewayEndpoint endpoint, String name, DeviceId id) {
        this.endpoint = endpoint;
        this.name = name;
        this.device = endpoint.client().device(id);
    }

    /** {@return the name, unique in its gateway} */
    public String name() {
        return name;
    }

    /** {@return the device's id} */
    public DeviceId id() {
        return device.id();
    }

    /** {@return the endpoint} */
    public GatewayEndpoint endpoint() {
        return endpoint;
    }

    /**
     * Reads a value. A value over several registers is read until two consecutive reads agree, at most 5 times; if it
     * differs from the last one read, the reads are up to 4 ms apart. If another client pauses for longer between
     * writing the registers, this cannot be detected, and the result may mix an old and a new value.
     *
     * @param register where the value is
     * @param <T> its type
     * @return the value
     * @throws WwepRefusedException if the server refused, usually because a register was never written
     * @throws WwepException if an exchange failed
     * @throws InvalidValueException if the registers hold no value of this type, or changed with each read
     * @throws IllegalStateException if the device was removed, or the gateway is closed
     */
    public <T> T read(Register<T> register) throws WwepException {
        Objects.requireNonNull(register, "register");
        checkPresent();
        int count = register.count();
        if (count == 1) {
            return register.decode(device.read(register.number()));
        }
        int[] before = device.read(register.number(), count);
        for (int reads = 1; reads < Agreement.MAX_READS; reads++) {
            boolean isKnown = Arrays.equals(before, known.get(register.number()));
            pause(Agreement.pause(reads, isKnown));
            int[] now = device.read(register.number(), count);
            if (Arrays.equals(before, now)) {
                if (!isKnown) {
                    known.put(register.number(), now);
                }
                return register.decode(now);
            }
            before = now;
        }
        throw new InvalidValueException(
                register.name() + " changed while it was read, " + Agreement.MAX_READS + " times in a row", before);
    }

    /** Waits, but returns at once if the thread is interrupted; the next read then fails. */
    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !Thread.currentThread().isInterrupted(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /**
     * Reads a value that may never have been written.
     *
     * @param register where the value is
     * @param <T> its type
     * @return the value, or empty if one of its registers was never written: the server answered {@code X} or {@code X Not Found}
     * @throws WwepException if an exchange failed, or the server refused to read for another reason
     * @throws InvalidValueException if the registers hold no value of this type, or changed with each read
     * @throws IllegalStateException if the device was removed, or the gateway is closed
     */
    public <T> Optional<T> find(Register<T> register) throws WwepException {
        try {
            return Optional.of(read(register));
        } catch (WwepRefusedException e) {
            if (PolledRegister.wasNeverWritten(e.reason())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Writes a value. A value over several registers is written in one batch. A value that occupies only part of a
     * register is written by reading the register, changing that part and writing it back. No other write through this
     * endpoint comes in between, but a write by another client can, and is then lost. If the register was never
     * written, its other bits become 0. A write that meets another one of the same register waits for it, at most for
     * the deadline of the endpoint's client; then it fails with {@link io.wwep.protocol.Delivery#NOT_SENT}.
     *
     * <p>Watches of these registers are polled at once, so they report the value without waiting for their interval.
     *
     * <p>If the gateway has an outbox, this write is newer than what the outbox has for these registers: its writes are
     * {@linkplain OutboxListener#superseded superseded}, also if this one then fails. Bits of a register change in the
     * outbox's value for it. If the outbox is sending one of these registers, this call first waits for the outcome.
     *
     * @param register where to write
     * @param value the value
     * @param <T> its type
     * @throws WwepRefusedException if the server refused
     * @throws WwepException if an exchange failed
     * @throws IllegalArgumentException if the value is out of range; nothing is sent in this case
     * @throws IllegalStateException if the device was removed, or the gateway is closed
     */
    public <T> void write(Register<T> register, T value) throws WwepException {
        Objects.requireNonNull(register, "register");
        Objects.requireNonNull(value, "value");
        checkPresent();
        int[] encoded = register.isPartial() ? register.encode(value, 0) : register.encode(value);
        Outbox outbox = endpoint.gateway().outboxIfAny();
        OutboxHold hold =
                outbox == null ? null : outbox.hold(endpoint, request(register, value, encoded, Duration.ZERO));
        try {
            if (register.isPartial()) {
                writePart(register, value);
            } else {
                writeWhole(register, encoded);
            }
        } finally {
            if (outbox != null && hold != null) {
                outbox.release(hold);
            }
        }
        endpoint.polled().pollNow(id(), register.number(), register.count());
    }

    /**
     * Adds a write to the gateway's {@link Outbox}. When this returns, it is in the outbox's file, on the disk: it will be
     * sent while it is valid, also after a restart or a crash of this program. It waits for the disk only, not for the
     * server.
     *
     * <p>The outbox has one value for each register, the last one: a write replaces those that were accepted before and
     * not sent yet. So a register that is set to 1 and then to 0 while its server cannot be reached is only set to 0. A
     * value over several registers is replaced as a whole, even if the newer write has only one of its registers: half a
     * value would be wrong. Different bits of one register do not replace each other.
     *
     * @param register where to write
     * @param value the value
     * @param validFor how long it may be sent, 1 ms to the {@linkplain OutboxSettings#maxAge maximum age}, 7 days by
     *     default. Afterwards it is not sent any more, whatever the server or the clock does
     * @param <T> the value's type
     * @return the write as the outbox has it
     * @throws OutboxException if the outbox is full or its file cannot be written; nothing will be sent
     * @throws IllegalArgumentException if the value or the time is out of range
     * @throws IllegalStateException if the gateway has no outbox or is closed, or the device was removed
     */
    public <T> OutboxWrite enqueue(Register<T> register, T value, Duration validFor) throws OutboxException {
        Objects.requireNonNull(register, "register");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(validFor, "validFor");
        checkPresent();
        Outbox outbox = endpoint.gateway().outbox();
        int[] encoded = register.isPartial() ? register.encode(value, 0) : register.encode(value);
        return outbox.enqueue(request(register, value, encoded, outbox.validity(validFor)));
    }

    private <T> OutboxRequest request(Register<T> register, T value, int[] encoded, Duration validity) {
        int mask = OutboxWrite.WHOLE;
        if (register.isPartial()) {
            // The bits that do not depend on what the register held before.
            mask = ~(encoded[0] ^ register.encode(value, OutboxWrite.WHOLE)[0]) & OutboxWrite.WHOLE;
        }
        return OutboxRequest.of(endpoint.name(), id(), register.number(), encoded, mask, validity);
    }

    private void writeWhole(Register<?> register, int[] raw) throws WwepException {
        RegisterLocks.Held locks = endpoint.writeLocks().share(id(), register.number(), raw.length);
        try {
            if (raw.length == 1) {
                device.write(register.number(), raw[0]);
            } else {
                device.write(register.number(), raw);
            }
        } finally {
            locks.unlock();
        }
    }

    private <T> void writePart(Register<T> register, T value) throws WwepException {
        RegisterLocks.Held locks = endpoint.writeLocks().own(id(), register.number(), register.count());
        try {
            // Bits are those of one register.
            int current = find(Register.uint16(register.number())).orElse(0);
            device.write(register.number(), register.encode(value, current)[0]);
        } finally {
            locks.unlock();
        }
    }

    /**
     * {@return a builder for a watch that polls the register and reports its changes} Sends nothing yet.
     *
     * @param register what to watch
     * @param <T> the type of its values
     */
    public <T> WatchBuilder<T> watch(Register<T> register) {
        return new WatchBuilder<>(this, Objects.requireNonNull(register, "register"));
    }

    /**
     * Watches all registers of a profile, each with the interval and the deadband of its entry. An entry without an
     * interval is polled once a second.
     *
     * @param profile what to watch
     * @param consumer receives the readings, one at a time; {@link Reading#register()} says which register each is of.
     *     It may block, which delays the other readings of this profile only: meanwhile, the newest reading of each
     *     register replaces the one that waits. Exceptions are logged
     * @return the watches; close them to end them all
     * @throws IllegalStateException if the device was removed, or the gateway is closed
     */
    public Watches watchAll(DeviceProfile profile, Consumer<? super Reading<?>> consumer) {
        Objects.requireNonNull(profile, "profile");
        return Watches.start(this, profile, Objects.requireNonNull(consumer, "consumer"));
    }

    /** Removes the device from the gateway and ends its watches. Has no effect when called again. */
    public void remove() {
        endpoint.gateway().remove(this);
    }

    Executor executor() {
        return endpoint.gateway().executor();
    }

    /** Starts a watch. */
    <T> Watch<T> start(Reporting<T> reporting, DeliveryQueue.Receiver<T> receiver, long demand, boolean held) {
        DeliveryQueue<T> queue =
                new DeliveryQueue<>(reporting, receiver, endpoint.gateway().failureLog(), demand, held);
        Watch<T> watch = new Watch<>(this, endpoint.polled(), reporting, queue);
        lock.lock();
        try {
            checkPresent();
            watches.add(watch);
        } finally {
            lock.unlock();
        }
        watch.begin();
        return watch;
    }

    void forget(Watch<?> watch) {
        lock.lock();
        try {
            watches.remove(watch);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the watches: consumers receive nothing more, and publishers complete. Returns the watches. */
    List<Watch<?>> close() {
        List<Watch<?>> open;
        lock.lock();
        try {
            isRemoved = true;
            open = List.copyOf(watches);
            watches.clear();
        } finally {
            lock.unlock();
        }
        open.forEach(Watch::finish);
        return open;
    }

    private void checkPresent() {
        lock.lock();
        try {
            if (isRemoved) {
                throw new IllegalStateException(this + " was removed from its gateway, or the gateway was closed");
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "device '" + name + "' (" + id() + " at " + endpoint + ")";
    }
}
