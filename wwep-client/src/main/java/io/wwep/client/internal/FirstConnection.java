package io.wwep.client.internal;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connection for a client's first exchange on the event loop, while a virtual thread waits: in a selector, it would
 * keep its carrier from other virtual threads.
 *
 * <p>For the loop's own thread, except for {@link #await} and {@link #abandon}.
 */
final class FirstConnection implements LoopDial.Outcome {

    /** What it is for, as messages name it. */
    static final String PURPOSE = "connecting";

    private final Settings settings;
    private final RequestSender sender;
    private final CompletableFuture<@Nullable Void> installed = new CompletableFuture<>();
    private @Nullable LoopDial dial;

    FirstConnection(Settings settings, RequestSender sender) {
        this.settings = settings;
        this.sender = sender;
    }

    void begin(EventLoop loop, ServerConnection server, Deadline deadline) {
        LoopDial begun = new LoopDial(loop, server, settings.resources(), PURPOSE, deadline, this);
        dial = begun;
        begun.proceed();
    }

    /** Ends the attempt, after the client was closed. */
    void close() {
        if (dial != null) {
            dial.proceed();
        }
    }

    /** Ends the wait, since the client is closed. For any thread. */
    void abandon() {
        installed.completeExceptionally(new Failures(settings).closed(PURPOSE));
    }

    @Override
    public void opened(Connection connection) {
        dial = null;
        try {
            var unused = sender.install(connection, PURPOSE);
            installed.complete(null);
        } catch (WwepException | RuntimeException | Error e) { // such as an error of the logger
            installed.completeExceptionally(e);
        }
    }

    @Override
    public void late(WwepConnectException cause) {
        installed.completeExceptionally(cause);
    }

    @Override
    public void failed(Throwable cause) {
        dial = null;
        installed.completeExceptionally(cause);
    }

    /**
     * Waits until the connection is open.
     *
     * @throws WwepException if it cannot be opened, or the thread is interrupted; the caller must close the client then
     */
    void await() throws WwepException {
        try {
            installed.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WwepInterruptedException(
                    "interrupted while connecting to " + settings.server(), e, Delivery.NOT_SENT);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private WwepException failure(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof WwepException known
                ? known
                : new Failures(settings).unexpected(cause == null ? new IOException("no cause") : cause);
    }
}
