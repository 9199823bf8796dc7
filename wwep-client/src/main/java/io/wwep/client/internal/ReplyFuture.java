package io.wwep.client.internal;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future of a call with one request; its result is the converted reply. If its user ends it, by cancellation or in any other
 * way, the call is abandoned.
 */
final class ReplyFuture<T> extends CompletableFuture<T> {

    private final Call call;
    private final Consumer<Call> abandon;
    private final ReplyConverter<T> converter;

    /**
     * Creates a future with a new call.
     *
     * @param abandon called with the call when the user ends the future
     */
    ReplyFuture(WwepRequest request, Duration limit, Consumer<Call> abandon, ReplyConverter<T> converter) {
        this.call = new Call(request, limit, this);
        this.abandon = abandon;
        this.converter = converter;
    }

    Call call() {
        return call;
    }

    // ---- by the client ----

    void succeed(WwepReply reply) {
        T result;
        try {
            result = converter.convert(reply);
        } catch (Throwable e) { // even an error concerns only this future
            super.completeExceptionally(e);
            return;
        }
        super.complete(result);
    }

    void fail(Throwable failure) {
        super.completeExceptionally(failure);
    }

    // ---- by its user ----

    @Override
    public boolean complete(T result) {
        return abandonIf(super.complete(result));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return abandonIf(super.completeExceptionally(failure));
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        abandon.accept(call);
        return cancelled;
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        var unused = whenComplete((result, failure) -> abandon.accept(call));
        return super.completeAsync(supplier, executor);
    }

    @Override
    public void obtrudeValue(@Nullable T result) {
        super.obtrudeValue(result);
        abandon.accept(call);
    }

    @Override
    public void obtrudeException(Throwable failure) {
        super.obtrudeException(failure);
        abandon.accept(call);
    }

    private boolean abandonIf(boolean ended) {
        if (ended) {
            abandon.accept(call);
        }
        return ended;
    }
}
