package io.wwep.examples;

import io.wwep.client.WwepClientBuilder;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The option for the time to wait for a reply. */
abstract class ReplyTimeout {

    /** Added to the reply timeout; the client's own limits before the reply are shorter. */
    private static final Duration BEFORE_REPLY = Duration.ofSeconds(10);

    private static final String DESCRIPTION =
            "The time to wait for a reply, such as 500ms, 2s or 1m. Default: ${DEFAULT-VALUE}.";

    abstract Duration time();

    /** Sets a client's reply timeout, and a deadline that never ends before it. */
    final WwepClientBuilder applyTo(WwepClientBuilder client) {
        return client.replyTimeout(time()).deadline(BEFORE_REPLY.plus(time()));
    }

    /** The option of the course's programs, with the course's default. */
    static final class CourseDefault extends ReplyTimeout {

        @Option(
                names = "--timeout",
                paramLabel = "TIME",
                defaultValue = "500ms",
                converter = DurationConverter.class,
                description = DESCRIPTION)
        private Duration time = Duration.ZERO;

        @Override
        Duration time() {
            return time;
        }
    }

    /** The option of single exchanges, with the client's default. */
    static final class ClientDefault extends ReplyTimeout {

        @Option(
                names = "--timeout",
                paramLabel = "TIME",
                defaultValue = "2s",
                converter = DurationConverter.class,
                description = DESCRIPTION)
        private Duration time = Duration.ZERO;

        @Override
        Duration time() {
            return time;
        }
    }
}
