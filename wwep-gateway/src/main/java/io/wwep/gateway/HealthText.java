package io.wwep.gateway;

import io.wwep.protocol.WwepException;

/** Describes the health of an endpoint. */
final class HealthText {

    private HealthText() {}

    static String of(EndpointStatus status, boolean fails) {
        StringBuilder text = new StringBuilder();
        WwepException error = status.lastError();
        if (fails && error != null) {
            text.append("down: ").append(error.getMessage());
        } else if (status.polls() == 0) {
            text.append("not polled yet");
        } else {
            text.append("up");
        }
        text.append("; ").append(status.watches()).append(status.watches() == 1 ? " watch" : " watches");
        if (status.stale() > 0) {
            text.append(", ").append(status.stale()).append(" stale");
        }
        if (status.missed() > 0) {
            text.append(", ").append(status.missed()).append(" polls missed");
        }
        text.append(status.lastSuccess() == null ? ", no reply yet" : ", last reply at " + status.lastSuccess());
        return text.toString();
    }
}
