package io.wwep.examples.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.protocol.DeviceId;
import io.wwep.server.Exchange;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lab's thread: takes the server's exchanges, and tells listeners what changes. Thread-safe. */
final class Recorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.lab");

    /** How many exchanges are taken while the lock is held. */
    private static final int BATCH = 512;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Changes of a device within this time have one event. */
    private static final long DEVICES_EVERY = TimeUnit.MILLISECONDS.toNanos(100);

    private final Thread thread = new Thread(this::run, "wwep-lab");
    private final Intake intake = new Intake(this::wake);
    private final List<LabListener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final ClassRoom room;

    private final RegisterStore store;
    private final ClassFile file;

    /** Devices whose registers have to be read again; only for the lab's thread. */
    private final Set<DeviceId> stale = new LinkedHashSet<>();

    private long secondEnds;
    private long devicesReported;
    private volatile boolean closed;

    Recorder(Senders senders, RegisterStore store, ClassFile file) {
        this.store = store;
        this.file = file;
        this.room = new ClassRoom(senders);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void add(LabListener listener) {
        listeners.add(listener);
    }

    Intake intake() {
        return intake;
    }

    /** Changes what the lab knows, and has the listeners told. */
    void change(Consumer<ClassRoom> change) {
        with(room -> {
            change.accept(room);
            return room;
        });
    }

    /** Reads or changes what the lab knows, and has the listeners told. */
    <T> T with(Function<ClassRoom, T> access) {
        lock.lock();
        try {
            return access.apply(room);
        } finally {
            lock.unlock();
            wake();
        }
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        secondEnds = System.nanoTime() + SECOND;
        devicesReported = System.nanoTime() - DEVICES_EVERY;
        List<Exchange> batch = new ArrayList<>(BATCH);
        do {
            intake.drainTo(batch, BATCH);
            Step step = take(batch);
            batch.clear();
            deliver(step.events());
            step.unsaved().ifPresent(this::save);
            if (intake.isEmpty() && !closed) {
                readStale();
                LockSupport.parkNanos(this, step.pause());
            }
        } while (!closed || !intake.isEmpty());
        with(ClassRoom::takeUnsaved).ifPresent(this::save);
    }

    /** The result of a turn of the loop. */
    private record Step(List<LabEvent> events, Optional<ClassProgress> unsaved, long pause) {}

    private Step take(List<Exchange> batch) {
        lock.lock();
        try {
            batch.forEach(room::see);
            long now = System.nanoTime();
            if (now - devicesReported >= DEVICES_EVERY) {
                room.reportDevices();
                devicesReported = now;
            }
            Optional<ClassProgress> unsaved = Optional.empty();
            if (now - secondEnds >= 0) {
                long dropped = intake.takeDroppedCount();
                if (dropped > 0) {
                    for (Intake.Dropped each : intake.takeDropped()) {
                        room.count(each);
                        stale.add(each.device());
                    }
                }
                room.endSecond(Instant.now(), dropped, intake.counts());
                unsaved = room.takeUnsaved();
                secondEnds = now + SECOND;
            }
            long next = room.hasChangedDevices() ? devicesReported + DEVICES_EVERY : secondEnds;
            return new Step(room.events().take(), unsaved, Math.max(1, next - now));
        } finally {
            lock.unlock();
        }
    }

    /** Reads the registers again of which exchanges were dropped, now that older ones no longer wait. */
    private void readStale() {
        for (DeviceId device : stale) {
            for (int register : with(room -> room.registers(device))) {
                try {
                    store.read(device, register)
                            .ifPresent(value -> change(room -> room.register(device, register, value)));
                } catch (IOException e) {
                    LOG.debug("register {} of device {} cannot be read", register, device, e);
                }
            }
        }
        stale.clear();
    }

    private void save(ClassProgress progress) {
        if (!file.save(progress)) {
            change(ClassRoom::saveAgain);
        }
    }

    private void deliver(List<LabEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        for (LabListener each : listeners) {
            try {
                each.changed(events);
            } catch (RuntimeException e) {
                LOG.warn("a listener of the lab failed", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
