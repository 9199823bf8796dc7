package io.wwep.client.internal;

import io.wwep.client.WwepListener;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's log, named {@code io.wwep.client}: what was learned about a server at INFO, connections at DEBUG, each message
 * with its direction and connection at TRACE.
 *
 * <p>What a logger throws fails the exchange of the message that was to be logged. All other lines are about what the client
 * handles by itself, often while calls wait to be completed: they throw nothing.
 */
final class WireLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.client");

    private WireLog() {}

    private static void debug(String text, @Nullable Object... about) {
        try {
            LOG.debug(text, about);
        } catch (Throwable e) { // there is nowhere to report it
        }
    }

    private static void info(String text, @Nullable Object... about) {
        try {
            LOG.info(text, about);
        } catch (Throwable e) { // there is nowhere to report it
        }
    }

    private static void warn(String text, @Nullable Object... about) {
        try {
            LOG.warn(text, about);
        } catch (Throwable e) { // there is nowhere to report it
        }
    }

    static void opened(Connection connection) {
        try {
            if (LOG.isDebugEnabled()) {
                LOG.debug("{} connected from {}", connection, ConnectionDetails.of(connection.transport()));
            }
        } catch (Throwable e) { // there is nowhere to report it
        }
    }

    static void closed(Connection connection, @Nullable Throwable cause) {
        if (cause == null) {
            debug("{} closed", connection);
        } else {
            debug("{} closed: {}", connection, cause.getMessage());
        }
    }

    static void notClosed(Object socket, Throwable problem) {
        warn("closing {} failed; the client continues", socket, problem);
    }

    static void found(Connection connection, Throwable problem) {
        debug("{} failed the validation after its idle time: {}", connection, problem.getMessage());
    }

    static void wireListenerFailed(Throwable problem) {
        warn("the wire listener failed, and may have missed bytes; later failures are not logged", problem);
    }

    static void listenerFailed(WwepListener listener, Throwable problem) {
        warn("the listener {} failed; the client continues", listener, problem);
    }

    static void listenerIsSlow(WwepListener listener, int waiting) {
        warn(
                "the listener {} is slower than the exchanges: {} events are waiting, and new ones are dropped until it has"
                        + " caught up; do less in it, or hand events over to your own thread",
                listener,
                waiting);
    }

    static void listenerHasCaughtUp(WwepListener listener, int dropped) {
        info("the listener {} has caught up; {} events were dropped", listener, dropped);
    }

    static void listenerWaits(WwepListener listener, Throwable problem) {
        debug("the listener {} has to wait, since no thread can start", listener, problem);
    }

    static void failed(WwepRequest request, Throwable problem) {
        warn("{} failed with an unexpected error", request, problem);
    }

    static void notRecorded(WwepRequest request, Throwable problem) {
        warn("{} was not recorded because of an unexpected error", request, problem);
    }

    static void recorderFailed(Object recorder, Throwable problem) {
        warn(
                "the recorder {} failed; the client continues, and does not log further failures of the recorder",
                recorder,
                problem);
    }

    static void reconnectPolicyFailed(Object policy, Throwable problem) {
        warn("the reconnect policy {} failed; the next exchange tries to connect at once", policy, problem);
    }

    static void longestDelayFailed(Object policy, Throwable problem) {
        warn("the reconnect policy {} failed to give its longest delay; no delay is shortened", policy, problem);
    }

    static void notCompleted(Throwable problem) {
        warn("no thread can complete a future at the moment; trying again later", problem);
    }

    static void loopFailed(Throwable problem) {
        warn("an unexpected error in the event loop", problem);
    }

    static void unwatched(Connection connection, Throwable problem) {
        debug("{} is not watched while it is idle: {}", connection, problem.toString());
    }

    static void learnedThatItCloses(String server) {
        info(
                "{} closes each connection after its reply: from now on, each exchange opens a new one; from time to"
                        + " time, one is kept open to test the server again",
                server);
    }

    static void learnedThatItKeeps(String server) {
        info("{} keeps connections open: they are reused from now on", server);
    }

    static void sendingAgain(Connection lost, int requests) {
        if (requests > 0) {
            debug("{} was lost; requests to be sent again: {}", lost, requests);
        }
    }

    static void sendingAgainAfterSilence(Connection refused) {
        debug(
                "{} was refused after a late first request, perhaps because of the silence before it: sending the request again",
                refused);
    }

    /** Returns whether messages are logged. */
    static boolean hasMessages() {
        return LOG.isTraceEnabled();
    }

    static void sent(Connection connection, WwepRequest[] requests, int count) {
        if (hasMessages()) {
            for (int i = 0; i < count; i++) {
                LOG.trace("{} > {}", connection, requests[i]);
            }
        }
    }

    static void received(Connection connection, WwepReply reply) {
        LOG.trace("{} < {}", connection, reply);
    }
}
