package io.wwep.client;

import io.wwep.client.internal.IpLiteral;
import java.time.Duration;

/** Settings that make sense; others are refused with their range. */
final class Checked {

    private Checked() {}

    static String host(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (IpLiteral.parse(bare) == null && !bare.matches("[\\p{Alnum}._-]+")) {
            throw new IllegalArgumentException("'" + host + "' is no host name and no IP address"
                    + (host.matches("[^:]+:\\d+") ? ": give the port by port(…)" : ""));
        }
        return bare;
    }

    static Duration time(String what, Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(what + " " + time + " is out of range: it must be 1 ms to 1 day");
        }
        return time;
    }

    static void keepAlive(String what, Duration time) {
        // Linux counts these in a signed 16-bit number of seconds.
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofHours(9)) > 0) {
            throw new IllegalArgumentException(
                    "keep-alive " + what + " " + time + " is out of range: it must be 1 s to 9 h");
        }
    }
}
