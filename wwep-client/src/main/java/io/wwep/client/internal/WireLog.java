package io.wwep.client.internal;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's log, named {@code io.wwep.client}: what was learned about a server at INFO, connections at DEBUG, each message
 * with its direction and connection at TRACE.
 */
final class WireLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.client");

    private WireLog() {}

    static void opened(Connection connection) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} connected from {}", connection, ConnectionDetails.of(connection.transport()));
        }
    }

    static void closed(Connection connection, @Nullable Throwable cause) {
        if (cause == null) {
            LOG.debug("{} closed", connection);
        } else {
            LOG.debug("{} closed: {}", connection, cause.getMessage());
        }
    }

    static void found(Connection connection, Throwable problem) {
        LOG.debug("{} failed the validation after its idle time: {}", connection, problem.getMessage());
    }

    static void listenerFailed(Throwable problem) {
        LOG.warn("the wire listener failed, and may have missed bytes; later failures are not logged", problem);
    }

    static void failed(WwepRequest request, Throwable problem) {
        LOG.warn("{} failed with an unexpected error", request, problem);
    }

    static void recorderFailed(Object recorder, Throwable problem) {
        LOG.warn(
                "the recorder {} failed; the client continues, and does not log further failures of the recorder",
                recorder,
                problem);
    }

    static void reconnectPolicyFailed(Object policy, Throwable problem) {
        LOG.warn("the reconnect policy {} failed; the next exchange tries to connect at once", policy, problem);
    }

    static void longestDelayFailed(Object policy, Throwable problem) {
        LOG.warn("the reconnect policy {} failed to give its longest delay; no delay is shortened", policy, problem);
    }

    static void notCompleted(Throwable problem) {
        LOG.warn("no thread can complete a future at the moment; trying again later", problem);
    }

    static void loopFailed(Throwable problem) {
        LOG.warn("an unexpected error in the event loop", problem);
    }

    static void unwatched(Connection connection, Throwable problem) {
        LOG.debug("{} is not watched while it is idle: {}", connection, problem.toString());
    }

    static void learnedThatItCloses(String server) {
        LOG.info(
                "{} closes each connection after its reply: from now on, each exchange opens a new one; from time to"
                        + " time, one is kept open to test the server again",
                server);
    }

    static void learnedThatItKeeps(String server) {
        LOG.info("{} keeps connections open: they are reused from now on", server);
    }

    static void sendingAgain(Connection lost, int requests) {
        if (requests > 0) {
            LOG.debug("{} was lost; requests to be sent again: {}", lost, requests);
        }
    }

    static void sendingAgainAfterSilence(Connection refused) {
        LOG.debug(
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
