package io.wwep.gateway;

import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A register that an endpoint polls, and the watches that need its value. Confined to the gateway's thread. */
final class PolledRegister implements BiConsumer<@Nullable WwepReply, @Nullable Throwable> {

    private final PolledEndpoint endpoint;
    private final WwepRequest.Read request;
    private PolledWatch[] watches = {};

    /** The last batch of reads that included this register. */
    private long batch;

    PolledRegister(PolledEndpoint endpoint, WwepRequest.Read request) {
        this.endpoint = endpoint;
        this.request = request;
    }

    /**
     * Returns whether a server refused to read a register because it was never written. Servers say so by {@code X} alone or, those
     * of the course, by {@code X Not Found}; a read that is refused for another reason has not told anything about the register.
     */
    static boolean wasNeverWritten(@Nullable String reason) {
        return reason == null || reason.equalsIgnoreCase("Not Found");
    }

    WwepRequest.Read request() {
        return request;
    }

    PolledWatch[] watches() {
        return watches;
    }

    void add(PolledWatch watch) {
        PolledWatch[] more = Arrays.copyOf(watches, watches.length + 1);
        more[watches.length] = watch;
        watches = more;
    }

    /** Removes a watch; returns whether none is left. */
    boolean remove(PolledWatch watch) {
        watches = Arrays.stream(watches).filter(each -> each != watch).toArray(PolledWatch[]::new);
        return watches.length == 0;
    }

    /** Joins a batch; returns false if the register is already in it. */
    boolean join(long number) {
        if (batch == number) {
            return false;
        }
        batch = number;
        return true;
    }

    void read(WwepClient client) {
        var unused = client.exchangeAsync(request).whenComplete(this);
    }

    /** Handles the reply to the read, or its failure. */
    @Override
    public void accept(@Nullable WwepReply reply, @Nullable Throwable failure) {
        endpoint.answered(this, reply, failure);
    }
}
