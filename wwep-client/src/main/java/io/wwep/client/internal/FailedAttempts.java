package io.wwep.client.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts to connect to a server's addresses that have failed. Used by one thread. */
final class FailedAttempts {

    private final List<String> messages = new ArrayList<>();
    private @Nullable IOException last;

    void add(InetAddress address, Exception cause) {
        messages.add(address.getHostAddress() + ": " + reason(cause));
        last = cause instanceof IOException io ? io : new IOException(cause);
    }

    int count() {
        return messages.size();
    }

    /** Returns each address with the reason why it failed, for messages. */
    List<String> messages() {
        return messages;
    }

    /** Returns why the last attempt failed. */
    @Nullable
    IOException last() {
        return last;
    }

    static String reason(Exception cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
