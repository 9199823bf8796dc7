package io.wwep.client.internal;

import io.wwep.client.internal.ModelCheck.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The event loop of a {@link ModelClient}, a thread of its own that takes the steps of {@link LoopHandler}, {@link LoopSender} and
 * {@link ConnectionWatch}. It opens connections without waiting and trusts each one; every idle connection has been idle long enough to
 * be watched. Its timers never fire: what the real loop would only notice by a timer is a fault here.
 */
final class ModelLoop {

    private final ModelClient client;
    private final Calls calls;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Guarded by the client's network, like the number of other threads. */
    private final ArrayDeque<Work> tasks = new ArrayDeque<>();

    private int others;
    private boolean inBurst;

    private volatile boolean planned;
    private volatile @Nullable Connection watched;

    // Used on the loop's thread.

    /** The connection that the selector waits for. */
    private @Nullable Connection registered;

    private boolean sweeps;

    ModelLoop(ModelClient client) {
        this.client = client;
        this.calls = client.calls;
    }

    // ---- any thread ----

    void beginBurst() {
        inBurst = true;
    }

    void execute(Work task) {
        synchronized (client.network) {
            tasks.add(task);
            client.network.notifyAll();
        }
    }

    void attend() {
        if (scheduled.compareAndSet(false, true)) {
            execute(this::run);
        }
    }

    boolean isOn(Connection connection) {
        return watched == connection;
    }

    void noteUse() {
        if (planned || calls.connection() == null) {
            return;
        }
        planned = true;
        execute(() -> sweeps = true);
    }

    void sendByCaller(Call own) {
        Connection used = sendIfQuiet(own);
        if (used != null && isOn(used)) {
            if (!calls.tryReadByLoop(used)) {
                client.handOn();
            }
        } else {
            attend();
        }
    }

    private @Nullable Connection sendIfQuiet(Call own) {
        Ended ended = new Ended();
        Connection connection = calls.connection();
        boolean sends = connection != null && isQuiet(connection);
        if (connection != null && sends) {
            sendNow(connection, own, ended);
        } else {
            endSending(own, ended);
        }
        client.wake(ended);
        return sends ? connection : null;
    }

    private boolean isQuiet(Connection connection) {
        if (inBurst) {
            return true;
        }
        if (!calls.tryExamine(connection, false)) {
            return false;
        }
        boolean quiet = client.isQuiet(connection);
        var unused = calls.endReading();
        if (!quiet) {
            client.closeUnusable(connection);
        }
        return quiet;
    }

    private void sendNow(Connection connection, Call own, Ended ended) {
        while (true) {
            Batches batches = new Batches(2);
            int count = calls.fill(connection, batches, own.deadline().start(), true, true, ended);
            if (count <= 0) {
                break;
            }
            if (client.write(connection, own, batches.requests(), count, ended) != Next.SEND) {
                return;
            }
        }
        endSending(own, ended);
    }

    private void endSending(Call own, Ended ended) {
        if (calls.endSending(own)) {
            if (client.closing.hasBegun()) {
                calls.fail(own, ModelClient.lost(), ended);
            }
            client.handOn();
        }
    }

    // ---- the loop's thread ----

    /** Returns these works and the loop's own, which ends once the others have and all calls are done. */
    List<Work> with(List<Work> works) {
        others = works.size();
        List<Work> all = new ArrayList<>();
        for (Work work : works) {
            all.add(() -> {
                work.run();
                synchronized (client.network) {
                    others--;
                    client.network.notifyAll();
                }
            });
        }
        all.add(this::loop);
        return all;
    }

    private void loop() throws InterruptedException {
        for (Work task = next(); task != null; task = next()) {
            task.run();
            if (sweeps) {
                sweeps = sweep();
            }
        }
    }

    private @Nullable Work next() throws InterruptedException {
        synchronized (client.network) {
            while (true) {
                Work task = tasks.poll();
                if (task != null) {
                    return task;
                }
                Connection connection = registered;
                if (connection != null && client.isReady(connection)) {
                    return this::ready;
                }
                if (others == 0 && client.isAllDone()) {
                    return null;
                }
                client.network.wait();
            }
        }
    }

    private void run() {
        scheduled.set(false);
        Call oldest = calls.trySend();
        if (oldest != null) {
            send(oldest);
        }
        proceed();
    }

    private void proceed() {
        Connection connection = calls.tryRead(true);
        if (connection != null) {
            on(connection);
        }
    }

    private void send(Call own) {
        Ended ended = new Ended();
        Connection connection = calls.connection();
        if (connection != null) {
            sendNow(connection, own, ended);
        } else if (client.checkTime(own, ended) && !own.isDone()) {
            execute(() -> opened(own));
        } else {
            endSending(own, ended);
        }
        client.wake(ended);
    }

    private void opened(Call own) {
        Ended ended = new Ended();
        Connection connection = client.install();
        if (connection == null) {
            calls.fail(own, ModelClient.lost(), ended);
            endSending(own, ended);
        } else {
            sendNow(connection, own, ended);
        }
        client.wake(ended);
        proceed();
    }

    private void ready() {
        Connection connection = calls.connection();
        if (connection == null || connection != registered) {
            registered = null;
            return;
        }
        if (!calls.tryReadByLoop(connection)) {
            if (!examineIdle(connection)) {
                suspend();
            }
            return;
        }
        Ended ended = new Ended();
        Call oldest = calls.oldest();
        if (oldest != null) {
            client.receiveNow(connection, oldest, ended);
        }
        client.wake(ended);
        if (calls.handReadingToCaller()) {
            client.handOn();
        } else if (calls.nextSender() != null) {
            run();
        }
    }

    // ---- the watch ----

    private void on(Connection connection) {
        if (client.isOpen(connection)) {
            registered = connection;
            watched = connection;
            return;
        }
        Call oldest = calls.oldest();
        Ended ended = new Ended();
        if (oldest != null) {
            client.lose(connection, new Loss(oldest, ModelClient.lost()), false, ended);
        }
        client.wake(ended);
    }

    private boolean examineIdle(Connection connection) {
        if (!calls.tryExamine(connection, true)) {
            return false;
        }
        if (!client.isQuiet(connection)) {
            client.closeUnusable(connection);
        }
        endExamining();
        return true;
    }

    private void endExamining() {
        var unused = calls.endReading();
        unused = calls.endSending(Leases.NOBODY);
        client.handOn();
    }

    private void suspend() {
        watched = null;
        registered = null;
        sweeps = true;
        planned = true;
        Connection connection = calls.connection();
        if (connection != null && calls.tryReadByLoop(connection)) {
            on(connection);
        }
    }

    /** Watches the connection if it is idle; returns whether to try again later. */
    boolean sweep() {
        Connection connection = calls.connection();
        if (connection == null) {
            planned = false;
            boolean another = calls.connection() != null;
            if (another) {
                planned = true;
            }
            return another;
        }
        if (!calls.tryExamine(connection, true)) {
            return true;
        }
        on(connection);
        planned = false;
        endExamining();
        return false;
    }
}
