package io.wwep.client.internal;

import io.wwep.client.internal.Leases.Reader;
import io.wwep.client.internal.ModelCheck.Work;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A client for the model check. Its state is the real one, and its threads take the same steps as the real sender, reader
 * and callers, and as the event loop, a {@link ModelLoop}. But its connections are queues, its clock stands still, and it checks
 * each step.
 */
final class ModelClient {

    static final Settings SETTINGS = EngineSettings.usual();

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);

    /** What a reader finds on a connection. */
    private enum Arrival {
        REPLIES,
        END,
        NOTHING
    }

    /** The server's side of a connection: it answers each request as soon as it is written. */
    private final class Wire {

        private final ArrayDeque<WwepRequest> unread = new ArrayDeque<>();
        private boolean broken;
        private boolean closed;
        private boolean silenceAnswered;
        private boolean read;
        private boolean written;

        /** Writes; returns false, with nothing sent, if the connection is broken. */
        boolean write(WwepRequest[] batch, int count) {
            synchronized (network) {
                for (int i = 0; i < count && !broken; i++) {
                    unread.add(batch[i]);
                }
                network.notifyAll();
                return !broken;
            }
        }

        /** Returns what is there to be read. */
        Arrival arrival() {
            synchronized (network) {
                return !unread.isEmpty() || silenceAnswered ? Arrival.REPLIES : broken ? Arrival.END : Arrival.NOTHING;
            }
        }

        /** Waits for replies, or the end, until the thread of this call is to stop waiting. */
        Arrival await(Call own) throws InterruptedException {
            synchronized (network) {
                Arrival arrival = arrival();
                while (arrival == Arrival.NOTHING && stopped(own) == null) {
                    network.wait();
                    arrival = arrival();
                }
                return arrival;
            }
        }

        /** The server ends the connection after the replies that were not read yet. */
        void end() {
            synchronized (network) {
                broken = true;
                network.notifyAll();
            }
        }

        /** The server ends the connection; replies that were not read are lost. */
        void reset() {
            synchronized (network) {
                unread.clear();
                end();
            }
        }

        /** The client closes the connection. */
        void close() {
            synchronized (network) {
                closed = true;
                end();
            }
        }

        boolean isOpen() {
            synchronized (network) {
                return !closed;
            }
        }
    }

    /** Guards the wires, the calls to stop waiting for, and the loop's tasks; signaled at each change. */
    final Object network = new Object();

    private final Leases leases =
            new Leases(SETTINGS, new CallQueue(SETTINGS, new ListenerDispatcher(List.of(), Runnable::run)));
    private final ReentrantLock lock = new ReentrantLock();
    final Closing closing = new Closing();
    final Calls calls = new Calls(leases, closing, lock);
    private final Failures failures = new Failures(SETTINGS);
    private final Map<Connection, Wire> wires = new HashMap<>();
    private final List<Call> submitted = new ArrayList<>();
    private final Map<Call, Integer> endings = new HashMap<>();
    private final Map<Call, AbandonReason> stopped = new HashMap<>();
    private final @Nullable ModelLoop loop;
    private final List<Connection> connections;
    private final int window;
    private int opened;

    /**
     * Opens the first connection.
     *
     * @param connections distinguish the wires; they are created before the run, since Lincheck need not explore that
     * @param window how many requests may be in flight
     * @param hasLoop whether its event loop is a thread; otherwise {@link #finish} does what is left to the loop
     */
    ModelClient(List<Connection> connections, int window, boolean hasLoop) {
        this.connections = connections;
        this.window = window;
        this.loop = hasLoop ? new ModelLoop(this) : null;
        var unused = install();
    }

    /**
     * Creates connections, for many runs.
     *
     * @param channel only shows that a selector could wait for them; null if none could
     */
    static List<Connection> connections(@Nullable SocketChannel channel) {
        return IntStream.rangeClosed(1, 6)
                .mapToObj(number -> new Connection(number, new MemoryTransport(channel), 0, 1, SETTINGS, new Closing()))
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

    /** Opens a connection; returns null if the client is closed. */
    @Nullable
    Connection install() {
        Connection connection;
        synchronized (wires) {
            connection = connections.get(opened++);
            wires.put(connection, new Wire());
        }
        return calls.install(connection, window) ? connection : null;
    }

    private Wire wire(Connection connection) {
        synchronized (wires) {
            return Objects.requireNonNull(wires.get(connection));
        }
    }

    // ---- a caller, as in Endpoint ----

    /** Makes a call on the current thread; returns once it is done. */
    private void perform(Call call) throws InterruptedException {
        boolean sends;
        note(call);
        call.waiter.start();
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
            switch (calls.tryAny(call)) {
                case READ -> read(call);
                case SEND -> send(call);
                default -> leaveOrPark(call);
            }
        }
        if (call.waiter.readLastReply) {
            end(call);
        }
        if (call.waiter.takeOffer()) {
            handOn();
        }
        if (loop != null) {
            loop.noteUse();
        }
    }

    Work calling(Call call) {
        return () -> perform(call);
    }

    /** Requests a future. Without a loop, {@link #finish} sends and reads for it, unless a caller does so earlier. */
    void request(Call call) {
        note(call);
        boolean sends;
        try {
            Connection connection = calls.connection();
            sends = calls.submit(call, connection != null && loop != null && loop.isOn(connection));
        } catch (WwepException e) {
            end(call);
            return;
        }
        if (loop != null && sends) {
            loop.sendByCaller(call);
        } else {
            attend();
        }
    }

    private void attend() {
        if (loop != null) {
            loop.attend();
        }
    }

    private void leaveOrPark(Call call) throws InterruptedException {
        AbandonReason why = stopped(call);
        if (why != null) {
            leave(call, why);
            return;
        }
        synchronized (call) {
            while (!call.isDone() && !call.waiter.takeOffer() && stopped(call) == null) {
                call.wait();
            }
        }
    }

    /** Ends a call whose caller has stopped waiting. */
    private void leave(Call call, AbandonReason why) {
        Ended ended = new Ended();
        if (calls.abandon(call, why, ended)) {
            wake(ended);
            handOn();
            closeIfDeserted();
        }
    }

    /** Makes the thread of a call stop waiting: it is interrupted, or its time is over. */
    void stop(Call call, AbandonReason why) {
        synchronized (network) {
            stopped.put(call, why);
            network.notifyAll();
        }
        unpark(call);
    }

    /** Returns why this thread is to stop waiting for a call, or null. Only the call's own thread sees that it is interrupted. */
    private @Nullable AbandonReason stopped(Call call) {
        synchronized (network) {
            AbandonReason why = stopped.get(call);
            return why == AbandonReason.INTERRUPTED && !call.waiter.isThisThread() ? null : why;
        }
    }

    // ---- handing on, as in Completion and Handover ----

    void wake(Ended ended) {
        for (Call call = ended.take(); call != null; ) {
            Call following = call.nextEnded;
            call.nextEnded = null;
            end(call);
            unpark(call);
            call = following;
        }
    }

    private static void unpark(Call call) {
        synchronized (call) {
            call.notifyAll();
        }
    }

    private void activate(Call call) {
        if (call.waiter.usesLeases()) {
            unpark(call);
        } else {
            attend();
        }
    }

    void handOn() {
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
        boolean more = next != Next.READ && calls.endSending(own);
        if (more || own.isDone()) {
            handOn();
        }
        if (next == Next.READ) {
            read(own);
        }
    }

    private Next sendOnce(Call own, Ended ended) {
        Connection connection = calls.connection();
        if (!checkTime(own, ended)) {
            return Next.NOTHING;
        }
        if (connection == null) {
            if (own.isDone() || own.isInFlight()) {
                return Next.NOTHING;
            }
            connection = install();
            if (connection == null) {
                calls.fail(own, lost(), ended);
                return Next.NOTHING;
            }
            if (!checkTime(own, ended)) {
                return Next.NOTHING;
            }
        }
        Batches batches = new Batches(2);
        int count = calls.fill(connection, batches, own.deadline().start(), true, true, ended);
        if (count <= 0) {
            return count < 0 ? Next.SEND : Next.NOTHING;
        }
        return write(connection, own, batches.requests(), count, ended);
    }

    /** Writes requests, and returns what is next; if the connection is lost, that is to send again. */
    Next write(Connection connection, Call own, WwepRequest[] requests, int count, Ended ended) {
        Wire wire = wire(connection);
        check(!wire.written, "two threads write");
        wire.written = true;
        boolean left = wire.write(requests, count);
        wire.written = false;
        if (!left) {
            int bytes = 0;
            for (int i = 0; i < count; i++) {
                bytes += requests[i].length();
            }
            calls.takeBack(connection, bytes);
            lose(connection, new Loss(oldest(own), lost()), true, ended);
            return Next.SEND;
        }
        Next next = calls.flushed(own);
        Loss loss = next == Next.SETTLE ? calls.loss() : null;
        if (loss == null) {
            return next;
        }
        lose(connection, loss, true, ended);
        return Next.SEND;
    }

    /** Returns whether a call may still be sent; ends it if not. */
    boolean checkTime(Call own, Ended ended) {
        AbandonReason why = own.isDone() || own.isInFlight() ? null : stopped(own);
        if (why != null) {
            calls.fail(own, why.failureOf(own, failures), ended);
        }
        return why == null;
    }

    static WwepException lost() {
        return new WwepConnectionLostException("lost", null, Delivery.UNKNOWN);
    }

    private Call oldest(Call otherwise) {
        Call oldest = calls.oldest();
        return oldest == null ? otherwise : oldest;
    }

    int lose(Connection connection, Loss loss, boolean settleNow, Ended ended) {
        Loss.Outcome lost = calls.lose(connection, loss, settleNow, ended);
        if (lost != Loss.Outcome.NOTHING) {
            wire(connection).close();
        }
        if (lost == Loss.Outcome.SETTLED) {
            wake(ended);
            handOn();
        }
        return 0;
    }

    // ---- the reader, as in ReplyReader ----

    private void read(Call own) throws InterruptedException {
        Connection connection = calls.connection();
        if (connection == null) {
            var unused = calls.endReading();
            handOn();
            return;
        }
        Ended ended = own.waiter.ended;
        while (!own.isDone() && receive(connection, own, ended) > 0) {
            wake(ended);
            var unused = handOnSending();
        }
        boolean more = own.waiter.endedReading ? own.waiter.leavesOthers : calls.endReading();
        wake(ended);
        if (more) {
            handOn();
        }
        if (more && !own.isAnswered()) {
            closeIfDeserted();
        }
    }

    private int receive(Connection connection, Call own, Ended ended) throws InterruptedException {
        return switch (wire(connection).await(own)) {
            case REPLIES -> complete(connection, own, ended);
            case END -> connectionEnded(connection, own, ended);
            case NOTHING -> stopReading(connection, own, ended);
        };
    }

    /** Receives without waiting, for the loop; any call may be its own. */
    void receiveNow(Connection connection, Call own, Ended ended) {
        switch (wire(connection).arrival()) {
            case REPLIES -> complete(connection, own, ended);
            case END -> connectionEnded(connection, own, ended);
            case NOTHING -> {}
        }
    }

    private int connectionEnded(Connection connection, Call own, Ended ended) {
        return calls.connection() != connection ? 0 : lose(connection, new Loss(oldest(own), lost()), false, ended);
    }

    /** Handles that the reading thread is to stop waiting for its own call. */
    private int stopReading(Connection connection, Call own, Ended ended) {
        AbandonReason why = stopped(own);
        if (why == null || calls.connection() != connection) {
            return 0;
        }
        if (wire(connection).isOpen() && calls.abandonIfOthersWait(own, why, ended)) {
            return 0;
        }
        return lose(connection, new Loss(own, why.failureOf(own, failures)), false, ended);
    }

    private int complete(Connection connection, Call own, Ended ended) {
        Wire wire = wire(connection);
        while (true) {
            check(!wire.read, "two threads decode");
            wire.read = true;
            WwepRequest[] expected = new WwepRequest[1];
            WwepReply[] replies = new WwepReply[1];
            int oldest = calls.expected(connection, expected);
            int count = 0;
            boolean all;
            synchronized (network) {
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
            if (wire.silenceAnswered && oldest > 0 && calls.sendAgain(connection)) {
                wire.close();
                return 0;
            }
            int inFlight = calls.answer(
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

    // ---- what only the loop does, and callers for it ----

    /** Returns whether the loop's selector would find a connection ready. */
    boolean isReady(Connection connection) {
        return wire(connection).isOpen() && !isQuiet(connection);
    }

    boolean isOpen(Connection connection) {
        return wire(connection).isOpen();
    }

    boolean isQuiet(Connection idle) {
        return wire(idle).arrival() == Arrival.NOTHING;
    }

    void closeUnusable(Connection idle) {
        if (calls.release(idle, null)) {
            wire(idle).close();
        }
    }

    /** Simulates the loop's check of deadlines, one nanosecond after all of them have passed. */
    void expireNow() {
        Ended ended = new Ended();
        long late = System.nanoTime() + EngineSettings.DEADLINE.toNanos() + 1;
        if (calls.expire(late, ended) != 0) {
            // The reply for which the loop reads is overdue.
            Connection connection = calls.connection();
            Call oldest = calls.oldest();
            if (connection != null && oldest != null) {
                WwepException overdue = AbandonReason.OUT_OF_TIME.failureOf(oldest, failures);
                lose(connection, new Loss(oldest, overdue), false, ended);
                handOn();
            }
        }
        wake(ended);
    }

    /** Returns these works of threads and the loop's, which ends after them. */
    List<Work> withLoop(List<Work> works) {
        return loop == null ? works : loop.with(works);
    }

    /** Makes the loop wait for data on the idle connection. */
    void watch() {
        var unused = Objects.requireNonNull(loop).sweep();
    }

    /** As if exchanges had followed each other closely: a future's caller examines the connection no more. */
    void beginBurst() {
        Objects.requireNonNull(loop).beginBurst();
    }

    boolean isAllDone() {
        synchronized (endings) {
            for (Call call : submitted) {
                if (!call.isDone()) {
                    return false;
                }
            }
            return true;
        }
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
            wire(open).close();
        }
        wake(ended);
    }

    /** The deadlines of all futures pass. */
    void expire() {
        if (loop == null) {
            expireNow();
        } else {
            loop.execute(this::expireNow);
        }
    }

    private void closeIfDeserted() {
        Connection connection = calls.isDeserted() ? calls.connection() : null;
        if (connection != null) {
            lose(connection, new Loss(Leases.NOBODY, null), false, new Ended());
        }
    }

    /** The application cancels a future. */
    void cancel(Call call) {
        if (!call.isDone() && calls.abandon(call, AbandonReason.CANCELLED, new Ended())) {
            end(call);
            attend(); // its reply may still come
            handOn();
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

    /** Does what the threads have left to the loop, if it is not a thread, then checks the final invariants. */
    void finish() {
        if (loop == null) {
            actForLoop();
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
        check(calls.trySend() == null && calls.nextSender() == null, "something is left to send");
        check(calls.isIdle() || calls.isDeserted(), "something is left to read");
        check(hasNoLease(), "a lease is left");
    }

    private void actForLoop() {
        try {
            for (Call call = calls.oldest(); call != null && !call.isDone(); call = calls.oldest()) {
                Call sender = calls.trySend();
                if (sender != null) {
                    send(sender);
                }
                if (calls.tryRead(true) != null) {
                    read(call);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private boolean hasNoLease() {
        lock.lock();
        try {
            return leases.sender == null && leases.reader == Reader.NONE;
        } finally {
            lock.unlock();
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
                                    : failure instanceof WwepInterruptedException
                                            ? "interrupted, "
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
