package io.wwep.client;

import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Converts replies to the results of the client's methods. */
final class ReplyConversion {

    /** Converts a reply to a result. */
    @FunctionalInterface
    interface Converter<T> {

        @Nullable
        T convert(WwepReply reply) throws WwepRefusedException;
    }

    private ReplyConversion() {}

    /** Returns the reply if it was accepted; otherwise throws an exception that names the server. */
    static WwepReply.Accepted verify(String server, WwepRequest request, WwepReply reply) throws WwepRefusedException {
        if (reply instanceof WwepReply.Refused refused) {
            String hint = request instanceof WwepRequest.Read ? "; most likely the register was never written" : "";
            throw new WwepRefusedException(server + " refused " + request + ": " + refused + hint, refused);
        }
        return (WwepReply.Accepted) reply;
    }

    /** Returns the value, or empty if the server refused. */
    static OptionalInt valueIfAccepted(WwepReply reply) {
        return reply instanceof WwepReply.Accepted accepted ? OptionalInt.of(accepted.value()) : OptionalInt.empty();
    }

    /**
     * Returns a future of the converted reply. It fails with the exception of the exchange itself, and cancelling it cancels the
     * exchange: {@link CompletableFuture#thenApply} does neither.
     */
    static <T> CompletableFuture<T> convert(CompletableFuture<WwepReply> exchange, Converter<T> converter) {
        CompletableFuture<T> result = new CompletableFuture<>();
        var unused = exchange.whenComplete((reply, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
                return;
            }
            try {
                result.complete(converter.convert(reply));
            } catch (WwepRefusedException e) {
                result.completeExceptionally(e);
            }
        });
        var unusedToo = result.whenComplete((value, failure) -> exchange.cancel(false));
        return result;
    }
}
