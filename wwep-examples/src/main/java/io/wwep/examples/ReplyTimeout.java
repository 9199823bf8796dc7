package io.wwep.examples;

import io.wwep.client.WwepClientBuilder;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a program waits for a reply. */
abstract class ReplyTimeout {

    /** For all that comes before the reply; the client's own limits there are shorter. */
    private static final Duration BEFORE_REPLY = Duration.ofSeconds(10);

    private static final String DESCRIPTION =
            "How long to wait for a reply, such as 500ms, 2s or 1m. Default: ${DEFAULT-VALUE}.";

    abstract Duration time();

    /** Sets a client's limits so that no other one ends the wait for a reply. */
    final WwepClientBuilder applyTo(WwepClientBuilder client) {
        return client.replyTimeout(time()).deadline(BEFORE_REPLY.plus(time()));
    }

    /** Of the course's programs, by default as in the course. */
    static final class OfCourse extends ReplyTimeout {

        @Option(
                names = "--timeout",
                paramLabel = "TIME",
                defaultValue = "500ms",
                converter = DurationText.class,
                description = DESCRIPTION)
        private Duration time = Duration.ZERO;

        @Override
        Duration time() {
            return time;
        }
    }

    /** Of single exchanges, by default the client's own. */
    static final class OfClient extends ReplyTimeout {

        @Option(
                names = "--timeout",
                paramLabel = "TIME",
                defaultValue = "2s",
                converter = DurationText.class,
                description = DESCRIPTION)
        private Duration time = Duration.ZERO;

        @Override
        Duration time() {
            return time;
        }
    }
}
