package io.wwep.client.internal;

import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepReply;
import org.jspecify.annotations.Nullable;

/** Converts a reply to the result of a future. Must not block. */
@FunctionalInterface
public interface ReplyConverter<T> {

    /**
     * Converts a reply.
     *
     * @throws WwepRefusedException if the server refused; the future then fails with it
     */
    @Nullable
    T convert(WwepReply reply) throws WwepRefusedException;
}
