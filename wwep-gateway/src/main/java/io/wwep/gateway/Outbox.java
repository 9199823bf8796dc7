package io.wwep.gateway;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepTimeoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps the last value of each register in a file until the server has accepted it. {@link GatewayDevice#enqueue} adds
 * writes, which the outbox sends as soon as the server answers:
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.create().outbox(Path.of("outbox.db")).build()) {
 *     GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("10.0.0.7"));
 *     GatewayDevice boiler = gateway.device("boiler-1", plant, DeviceId.of(0x0FAC));
 *     boiler.enqueue(Register.flag(0x05), true, Duration.ofMinutes(1));
 *     gateway.outbox().flush(Duration.ofSeconds(10));
 * }
 * }</pre>
 *
 * <p><b>Durability.</b> When {@code enqueue} has returned, the write is committed and forced to the disk ({@code
 * fsync}): it survives {@code kill -9}, and a loss of power, provided that the disk does not acknowledge from a volatile
 * cache. Writes of several threads that come together share one commit.
 *
 * <p><b>The last value wins.</b> The outbox has one value for each register of a device at an endpoint. It is not a log:
 * a register that is set to 1 and then to 0 while its server cannot be reached is only set to 0. A value over several
 * registers is replaced, sent and expired as a whole: a newer write of any of its registers replaces all of it, and the
 * others are not written. WWEP cannot write several registers at once, so a server that fails between them has part of
 * a value until the rest is sent.
 *
 * <p><b>Sending.</b> The writes for an endpoint are sent in the order in which they were accepted, several at a time.
 * While a write is being sent, newer ones of the same registers wait until its outcome is known. So an older value
 * never replaces a newer one, also after a restart. (One case is beyond this: WWEP has no request ids, so if the network
 * or the server holds back a request of a connection that was closed for its silence, and it is carried out after one of
 * a newer connection, it restores the older value.) If the server:
 *
 * <ul>
 *   <li>cannot be reached, the write is sent again, after the pauses of the client's {@linkplain
 *       io.wwep.client.WwepClientBuilder#reconnect reconnect policy}, at least 50 ms and at most 1 min. A device that
 *       does not answer has pauses of its own, in which the writes of the others are sent;
 *   <li>refuses ({@code X}), the write is not sent again: {@link OutboxListener#refused}, {@link #deadLetters};
 *   <li>does not answer, the write may have been carried out: its registers are read, and it is sent again only if they
 *       hold something else. Another client may have written that: {@link OutboxListener#resent}.
 * </ul>
 *
 * <p><b>Expiry.</b> A write that has expired is not sent. That is checked right before sending, and one that still
 * waits in the client's queue is withdrawn: at once if its time has passed, within a second if the clock was set forward.
 * What remains is a request that the operating system or the network delivers late: it was sent in time. If the outcome
 * of a write is unknown when it expires, it may have been carried out. If the clock of
 * this machine is changed, the time since the write was accepted counts as well, so setting the clock back prolongs
 * nothing. After a restart, only the clock tells how old a write is: while the clock is earlier than its acceptance, as
 * on a machine that does not know the time yet, the write waits.
 *
 * <p><b>The file</b> is an SQLite database: {@code sqlite3 -readonly FILE 'select * from pending'} reads it at any time.
 * It is readable only by this user, and locked by {@code FILE.lock} while it is open: until the clients of the gateway
 * are closed and can send nothing any more. A damaged file is refused and left
 * unchanged. If the disk is full, or the file was deleted, moved or replaced meanwhile, new writes are refused, and what
 * was accepted before is still sent, except bits of which the file still has an older value. Writes for an
 * endpoint that the gateway does not have (yet) stay until they expire; endpoints are identified by name.
 *
 * <p>Thread-safe.
 */
public final class Outbox {

    private final OutboxSettings settings;
    private final OutboxEvents events;
    private final OutboxThread thread;

    Outbox(OutboxStorage storage, OutboxSettings settings, InstantSource clock, Executor executor, FailureLog log)
            throws IOException {
        this.settings = settings;
        this.events = new OutboxEvents(executor, log);
        this.thread = new OutboxThread(tasks -> new OutboxCore(
                storage, settings, events, () -> new OutboxEntry.Now(clock.instant(), System.nanoTime()), tasks, log));
    }

    /** {@return the writes that are not sent yet or whose outcome is unknown, in the order in which they were accepted} */
    public List<OutboxWrite> pending() {
        CompletableFuture<List<OutboxWrite>> pending = new CompletableFuture<>();
        return ask(pending, () -> pending.complete(thread.core().pending()));
    }

    /**
     * {@return the writes that the server refused, oldest first} Contains the newest 10,000 registers, also of earlier
     * runs of the program.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalStateException if the gateway is closed
     */
    public List<DeadLetter> deadLetters() {
        CompletableFuture<List<DeadLetter>> letters = new CompletableFuture<>();
        return ask(letters, () -> {
            try {
                letters.complete(thread.core().deadLetters());
            } catch (IOException e) {
                letters.completeExceptionally(new UncheckedIOException(e.getMessage(), e));
            }
        });
    }

    /**
     * Waits until nothing is pending. Writes that are added meanwhile count too.
     *
     * @param timeout how long to wait; zero or negative does not wait
     * @return whether nothing was pending; false if the time has passed, the thread was interrupted (it then still is),
     *     or the gateway was closed
     */
    public boolean flush(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        thread.checkNotCurrent();
        if (timeout.isZero() || timeout.isNegative()) {
            CompletableFuture<Boolean> empty = new CompletableFuture<>();
            return thread.execute(() -> empty.complete(thread.core().isEmpty())) && empty.join();
        }
        CompletableFuture<Boolean> flushed = new CompletableFuture<>();
        thread.awaitEmpty(flushed);
        return waitFor(flushed, toNanos(timeout));
    }

    private static boolean waitFor(CompletableFuture<Boolean> answer, long nanos) {
        try {
            return answer.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            answer.cancel(false);
        }
    }

    /**
     * Adds a listener.
     *
     * @param listener receives what becomes of writes from now on
     */
    public void addListener(OutboxListener listener) {
        events.add(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Removes a listener. A running call continues.
     *
     * @param listener one that was added; otherwise this has no effect
     */
    public void removeListener(OutboxListener listener) {
        events.remove(Objects.requireNonNull(listener, "listener"));
    }

    void start() {
        thread.start();
    }

    /** Stops sending; waits at most the given time for the outcome of what is being sent. */
    void stop(long waitNanos) {
        CompletableFuture<Boolean> idle = new CompletableFuture<>();
        thread.stop(idle);
        if (thread.isCurrent()) {
            return; // a listener on the outbox's thread: nothing could arrive while it waits
        }
        boolean unused = waitFor(idle, waitNanos);
    }

    /** Closes the file. Another gateway may send then, so the clients must be closed before. */
    void close() {
        thread.close();
    }

    /** Waits until the listeners have received the events so far, at most the given time. */
    void awaitEvents(long nanos) {
        events.awaitDelivered(nanos);
    }

    void attach(GatewayEndpoint endpoint) {
        boolean unused = thread.execute(() -> thread.core().attach(endpoint.name(), endpoint.outboxSender()));
    }

    void detach(GatewayEndpoint endpoint) {
        boolean unused = thread.execute(() -> thread.core().detach(endpoint.name(), endpoint.outboxSender()));
    }

    /** Returns how long a write is valid, after checking it. */
    Duration validity(Duration validFor) {
        return Duration.ofMillis(settings.check(validFor));
    }

    /** Adds a write; returns when it is committed. */
    OutboxWrite enqueue(OutboxRequest request) throws OutboxException {
        thread.checkNotCurrent();
        if (!thread.execute(() -> thread.core().enqueue(request))) {
            throw closed();
        }
        try {
            return request.done().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof OutboxException refusal) {
                throw new OutboxException(String.valueOf(refusal.getMessage()), refusal);
            }
            throw e.getCause() instanceof IllegalStateException ? closed() : e;
        }
    }

    /** Replaces the pending values of a direct write, and waits until none of its registers is being sent. */
    OutboxHold hold(GatewayEndpoint endpoint, OutboxRequest request) throws WwepException {
        thread.checkNotCurrent();
        CompletableFuture<OutboxHold> held = new CompletableFuture<>();
        if (!thread.execute(() -> held.complete(thread.core().hold(request)))) {
            throw closed();
        }
        boolean mayWrite = false;
        try {
            request.done().get(endpoint.settings().deadline().toNanos(), TimeUnit.NANOSECONDS);
            mayWrite = true;
            return held.join();
        } catch (TimeoutException e) {
            throw new WwepTimeoutException(
                    "nothing was sent: the outbox was still sending an older value of these registers to " + endpoint
                            + ", or could not remove it from its file",
                    e,
                    Phase.QUEUE,
                    Delivery.NOT_SENT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WwepInterruptedException("nothing was sent: the thread was interrupted", e, Delivery.NOT_SENT);
        } catch (ExecutionException e) {
            throw closed();
        } finally {
            if (!mayWrite) {
                var unused = held.thenAccept(this::release);
            }
        }
    }

    /** Lets the outbox send the registers of a direct write again. */
    void release(OutboxHold hold) {
        boolean unused = thread.execute(() -> thread.core().release(hold));
    }

    private <T> T ask(CompletableFuture<T> answer, Runnable question) {
        thread.checkNotCurrent();
        if (!thread.execute(question)) {
            throw closed();
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException failure ? failure : closed();
        }
    }

    private static long toNanos(Duration timeout) {
        return timeout.compareTo(Duration.ofDays(366)) > 0 ? TimeUnit.DAYS.toNanos(366) : timeout.toNanos();
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the gateway is closed");
    }
}
