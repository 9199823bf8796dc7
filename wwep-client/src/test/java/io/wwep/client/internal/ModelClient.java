package io.wwep.client.internal;

import io.wwep.client.internal.Calls.Loss;
import io.wwep.client.internal.Calls.Reader;
import io.wwep.client.internal.Leases.Lost;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A client for the model check. Its state is the real one, and its threads take the same steps as the real sender, reader
 * and callers. But its connections are queues, its clock stands still, and it checks each step.
 */
final class ModelClient {

    static final Settings SETTINGS = EngineSettings.usual();

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);

    /** The server's side of a connection: it answers each request as soon as it is written. */
    private static final class Wire {

        private final ArrayDeque<WwepRequest> unread = new ArrayDeque<>();
        private boolean broken;
        private boolean silenceAnswered;
        private boolean read;
        private boolean written;

        /** Writes; returns false, with nothing sent, if the connection is broken. */
        synchronized boolean write(WwepRequest[] batch, int count) {
            for (int i = 0; i < count && !broken; i++) {
                unread.add(batch[i]);
            }
            notifyAll();
            return !broken;
        }

        /** Waits for replies; returns false if the connection ends instead. */
        synchronized boolean awaitReplies() throws InterruptedException {
            while (unread.isEmpty() && !broken && !silenceAnswered) {
                wait();
            }
            return !unread.isEmpty() || silenceAnswered;
        }

        /** Ends the connection after the replies that were not read yet. */
        synchronized void end() {
            broken = true;
            notifyAll();
        }

        /** Ends the connection; replies that were not read are lost. */
        synchronized void reset() {
            unread.clear();
            end();
        }
    }

    private final Calls calls = new Calls(SETTINGS, new ListenerDispatcher(List.of(), Runnable::run));
    private final Leases leases = new Leases(SETTINGS, calls);
    private final Map<Connection, Wire> wires = new HashMap<>();
    private final List<Call> submitted = new ArrayList<>();
    private final Map<Call, Integer> endings = new HashMap<>();
    private final List<Connection> connections;
    private final int window;
    private int opened;

    /**
     * Opens the first connection.
     *
     * @param connections distinguish the wires; they are created before the run, since Lincheck need not explore that
     * @param window how many requests may be in flight
     */
    ModelClient(List<Connection> connections, int window) {
        this.connections = connections;
        this.window = window;
        install();
    }

    static List<Connection> connections() {
        return IntStream.range(0, 6)
                .mapToObj(number -> new Connection(number, new MemoryTransport(), 0, 1, SETTINGS))
                .toList();
    }

    static Call read(int... registers) {
        WwepRequest[] requests = new WwepRequest[registers.length];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = WwepRequest.read(DEVICE, registers[i]);
        }
        return new Call(requests, EngineSettings.DEADLINE);
    }

    static Call future(int register) {
        return SampleCalls.future(WwepRequest.read(DEVICE, register), EngineSettings.DEADLINE);
    }

    static Call write(int register) {
        return new Call(WwepRequest.write(DEVICE, register, register), EngineSettings.DEADLINE);
    }

    private @Nullable Connection install() {
        Connection connection;
        synchronized (wires) {
            connection = connections.get(opened++);
            wires.put(connection, new Wire());
        }
        return leases.install(connection, window) ? connection : null;
    }

    private Wire wire(Connection connection) {
        synchronized (wires) {
            return Objects.requireNonNull(wires.get(connection));
        }
    }

    // ---- a caller, as in Endpoint ----

    /** Makes a call on the current thread; returns once it is done. */
    void perform(Call call) throws InterruptedException {
        boolean sends;
        note(call);
        try {
            sends = calls.submit(call, true);
        } catch (WwepException e) {
            end(call);
            return;
        }
        if (sends) {
            send(call);
        }
        while (!call.isDone()) {
            switch (leases.tryAny(call)) {
                case READ -> read(call);
                case SEND -> send(call);
                default -> park(call);
            }
        }
        if (call.waiter.readLastReply) {
            end(call);
        }
        if (call.waiter.takeOffer()) {
            handOn();
        }
    }

    ModelCheck.Work calling(Call call) {
        return () -> perform(call);
    }

    /** Submits a call with a future: {@link #finish} sends and reads for it, unless a caller does so earlier. */
    void submit(Call call) {
        note(call);
        try {
            var unused = calls.submit(call, false);
        } catch (WwepException e) {
            throw new AssertionError(e);
        }
    }

    private static void park(Call call) throws InterruptedException {
        synchronized (call) {
            while (!call.isDone() && !call.waiter.takeOffer()) {
                call.wait();
            }
        }
    }

    private void wake(Ended ended) {
        for (Call call = ended.take(); call != null; ) {
            Call following = call.nextEnded;
            call.nextEnded = null;
            end(call);
            activate(call);
            call = following;
        }
    }

    private static void activate(Call call) {
        synchronized (call) {
            call.notifyAll();
        }
    }

    private void handOn() {
        Call sender = handOnSending();
        Call reader = calls.nextReader();
        if (reader != null && reader != sender) {
            activate(reader);
        }
    }

    private @Nullable Call handOnSending() {
        Call sender = calls.nextSender();
        if (sender != null) {
            activate(sender);
        }
        return sender;
    }

    // ---- the sender, as in RequestSender ----

    private void send(Call own) throws InterruptedException {
        Ended ended = own.waiter.ended;
        Next next = Next.SEND;
        while (next == Next.SEND) {
            next = sendOnce(own, ended);
            wake(ended);
        }
        boolean more = next != Next.READ && leases.endSending(own);
        if (more || own.isDone()) {
            handOn();
        }
        if (next == Next.READ) {
            read(own);
        }
    }

    private Next sendOnce(Call own, Ended ended) {
        Connection connection = calls.connection();
        if (connection == null) {
            if (own.isDone() || own.isInFlight()) {
                return Next.NOTHING;
            }
            connection = install();
            if (connection == null) {
                calls.fail(own, lost(), ended);
                return Next.NOTHING;
            }
        }
        Batches batches = new Batches(2);
        int count = leases.fill(connection, batches, own.deadline().start(), true, true, ended);
        if (count <= 0) {
            return count < 0 ? Next.SEND : Next.NOTHING;
        }
        Wire wire = wire(connection);
        check(!wire.written, "two threads write");
        wire.written = true;
        boolean left = wire.write(batches.requests(), count);
        wire.written = false;
        if (!left) {
            int bytes = 0;
            for (int i = 0; i < count; i++) {
                bytes += batches.requests()[i].length();
            }
            calls.takeBack(connection, bytes);
            lose(connection, new Loss(oldest(own), lost()), true, ended);
            return Next.SEND;
        }
        Next next = leases.flushed(own);
        Loss loss = next == Next.SETTLE ? calls.loss() : null;
        if (loss == null) {
            return next;
        }
        lose(connection, loss, true, ended);
        return Next.SEND;
    }

    private static WwepException lost() {
        return new WwepConnectionLostException("lost", null, Delivery.UNKNOWN);
    }

    private Call oldest(Call otherwise) {
        Call oldest = calls.oldest();
        return oldest == null ? otherwise : oldest;
    }

    private int lose(Connection connection, Loss loss, boolean byWriter, Ended ended) {
        Lost lost = leases.lose(connection, loss, byWriter, ended);
        if (lost != Lost.NOTHING) {
            wire(connection).end();
        }
        if (lost == Lost.SETTLED) {
            wake(ended);
            handOn();
        }
        return 0;
    }

    // ---- the reader, as in ReplyReader ----

    private void read(Call own) throws InterruptedException {
        Connection connection = calls.connection();
        if (connection == null) {
            var unused = leases.endReading();
            handOn();
            return;
        }
        Ended ended = own.waiter.ended;
        while (!own.isDone() && receive(connection, own, ended) > 0) {
            wake(ended);
            var unused = handOnSending();
        }
        boolean more = own.waiter.endedReading ? own.waiter.leavesOthers : leases.endReading();
        wake(ended);
        if (more) {
            handOn();
        }
    }

    private int receive(Connection connection, Call own, Ended ended) throws InterruptedException {
        Wire wire = wire(connection);
        if (!wire.awaitReplies()) {
            return calls.connection() != connection ? 0 : lose(connection, new Loss(oldest(own), lost()), false, ended);
        }
        while (true) {
            check(!wire.read, "two threads decode");
            wire.read = true;
            WwepRequest[] expected = new WwepRequest[1];
            WwepReply[] replies = new WwepReply[1];
            int oldest = leases.expected(connection, expected);
            int count = 0;
            boolean all;
            synchronized (wire) {
                if (oldest > 0) {
                    WwepRequest answered = wire.unread.poll();
                    if (answered != null) {
                        check(answered == expected[0], "a reply meets another request");
                        replies[count++] = reply(answered);
                    }
                }
                all = wire.unread.isEmpty();
            }
            wire.read = false;
            // The request may not have been written yet.
            if (wire.silenceAnswered && oldest > 0 && leases.sendAgain(connection)) {
                wire.end();
                return 0;
            }
            int inFlight = leases.answer(
                    connection, replies, count, own.deadline().start(), true, window, all ? own : Leases.NOBODY, ended);
            if (all || count == 0 || inFlight <= 0) {
                return inFlight;
            }
        }
    }

    private static WwepReply reply(WwepRequest request) {
        if (request instanceof WwepRequest.Write write) {
            return WwepReply.accepted(DEVICE, write.register(), write.value());
        }
        return WwepReply.accepted(DEVICE, ((WwepRequest.Read) request).register(), 1);
    }

    // ---- other actions ----

    /** The server ends the connection. */
    void breakConnection() {
        Connection connection = calls.connection();
        if (connection != null) {
            wire(connection).end();
        }
    }

    /** The server has answered the silence of the first connection: it does not read the first request. */
    void answerSilence() {
        wire(connections.get(0)).silenceAnswered = true;
    }

    /** The server resets the connection. */
    void resetConnection() {
        Connection connection = calls.connection();
        if (connection != null) {
            wire(connection).reset();
        }
    }

    void close() {
        Ended ended = new Ended();
        Connection open = calls.close(ended);
        if (open != null) {
            wire(open).end();
        }
        wake(ended);
    }

    /** Simulates the loop's check of deadlines, one nanosecond after all of them have passed. */
    void expire() {
        Ended ended = new Ended();
        long late = System.nanoTime() + EngineSettings.DEADLINE.toNanos() + 1;
        check(calls.expire(late, ended) == 0, "a future has not expired");
        wake(ended);
        handOn();
        closeIfDeserted();
    }

    private void closeIfDeserted() {
        Connection connection = calls.isDeserted() ? calls.connection() : null;
        if (connection != null) {
            lose(connection, new Loss(Leases.NOBODY, null), false, new Ended());
        }
    }

    /** Abandons the call of another thread. */
    void leave(Call call, AbandonReason why) {
        Ended ended = new Ended();
        if (calls.leave(call, why, ended)) {
            wake(ended);
            handOn();
            closeIfDeserted();
        }
    }

    // ---- invariants ----

    private void note(Call call) {
        synchronized (endings) {
            submitted.add(call);
            endings.put(call, 0);
        }
    }

    private void end(Call call) {
        synchronized (endings) {
            check(call.isDone(), "a call ends that is not done");
            check(endings.merge(call, 1, Integer::sum) == 1, "a call ends twice");
        }
    }

    /** Continues like the loop with what the threads have left to it, then checks the final invariants. */
    void finish() {
        try {
            for (Call call = calls.oldest(); call != null && !call.isDone(); call = calls.oldest()) {
                Call sender = leases.trySend();
                if (sender != null) {
                    send(sender);
                }
                if (leases.tryRead(true) != null) {
                    read(call);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        for (Call call : submitted) {
            check(call.isDone(), "a call is lost");
            check(Integer.valueOf(1).equals(endings.get(call)), "a call never ends");
            // A retried call keeps its failure even once answered, and the retry may fail.
            boolean failed = call.failure() != null && !(call.isAnswered() && call.isRetried());
            check(call.isAnswered() != failed, "a call has both a reply and a failure, or neither");
            for (int i = 0; i < call.replies().size(); i++) {
                check(call.request(i).isAnsweredBy((WwepReply.Accepted) call.reply(i)), "a reply of another request");
            }
        }
        check(leases.trySend() == null && calls.nextSender() == null, "something is left to send");
        check(calls.isIdle() || calls.isDeserted(), "something is left to read");
        check(hasNoLease(), "a lease is left");
    }

    private boolean hasNoLease() {
        calls.queue.lock.lock();
        try {
            return calls.sender == null && calls.reader == Reader.NONE;
        } finally {
            calls.queue.lock.unlock();
        }
    }

    String outcome() {
        StringBuilder outcome = new StringBuilder();
        for (Call call : submitted) {
            WwepException failure = call.failure();
            outcome.append(
                    call.isAnswered()
                            ? call.isRetried() ? "answered after a retry, " : "answered, "
                            : failure instanceof WwepTimeoutException
                                    ? "out of time, "
                                    : failure == null ? "?" : failure.delivery() + ", ");
        }
        return outcome.toString();
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
