package io.wwep.examples;

import io.wwep.client.WwepClientBuilder;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a program waits for a reply. */
final class ReplyTimeout {

    /** For all that comes before the reply; the client's own limits there are shorter. */
    private static final Duration BEFORE_REPLY = Duration.ofSeconds(10);

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "500ms",
            converter = DurationText.class,
            description = "How long to wait for a reply, such as 500ms, 2s or 1m. Default: ${DEFAULT-VALUE}.")
    private Duration time = Duration.ZERO;

    Duration time() {
        return time;
    }

    /** Sets a client's limits so that no other one ends the wait for a reply. */
    WwepClientBuilder applyTo(WwepClientBuilder client) {
        return client.replyTimeout(time).deadline(BEFORE_REPLY.plus(time));
    }
}
