package io.wwep.examples.bridge;

import java.time.Duration;

/**
 * The times of the bridge.
 *
 * @param keepAlive how often the broker hears from the bridge at least; it publishes the will after 1.5 times this. Whole seconds
 * @param firstPause before the bridge connects again; doubles with each failure
 * @param longestPause the longest of these pauses
 * @param stable how long a connection must last for the pauses to begin again with the first
 * @param truce how long to wait after another client took over the client id
 */
record Timing(Duration keepAlive, Duration firstPause, Duration longestPause, Duration stable, Duration truce) {

    static final Timing DEFAULT = new Timing(
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5));
}
