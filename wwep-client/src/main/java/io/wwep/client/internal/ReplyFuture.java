package io.wwep.client.internal;

import io.wwep.protocol.WwepReply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The future of a call. If its user ends it, by cancellation or in any other way, the call is abandoned. */
final class ReplyFuture extends CompletableFuture<WwepReply> {

    private final Call call;
    private final Consumer<Call> abandon;

    ReplyFuture(Call call, Consumer<Call> abandon) {
        this.call = call;
        this.abandon = abandon;
    }

    // ---- by the client ----

    void succeed(WwepReply reply) {
        super.complete(reply);
    }

    void fail(Throwable failure) {
        super.completeExceptionally(failure);
    }

    // ---- by its user ----

    @Override
    public boolean complete(WwepReply reply) {
        return abandonIf(super.complete(reply));
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
    public CompletableFuture<WwepReply> completeAsync(Supplier<? extends WwepReply> supplier, Executor executor) {
        var unused = whenComplete((reply, failure) -> abandon.accept(call));
        return super.completeAsync(supplier, executor);
    }

    @Override
    public void obtrudeValue(@Nullable WwepReply reply) {
        super.obtrudeValue(reply);
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
