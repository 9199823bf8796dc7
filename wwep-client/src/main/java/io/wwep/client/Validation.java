package io.wwep.client;

import io.wwep.client.internal.IpLiteral;
import io.wwep.client.internal.KeepAlive;
import java.net.IDN;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rejects arguments and settings that are out of range; the message gives the range. */
final class Validation {

    private static final int MAX_REGISTER = 0xFF;
    private static final Pattern NAME = Pattern.compile("[\\p{Alnum}._-]+");

    private Validation() {}

    static String host(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (IpLiteral.isAddress(bare) || NAME.matcher(bare).matches()) {
            return bare;
        }
        String ascii = internationalized(bare);
        if (ascii == null) {
            throw new IllegalArgumentException("'" + host + "' is not a host name or an IP address"
                    + (host.matches("[^:]+:\\d+") ? ": give the port with port(…)" : ""));
        }
        return ascii;
    }

    static InetAddress address(String what, String text) {
        InetAddress address = IpLiteral.parse(text);
        if (address == null) {
            throw new IllegalArgumentException(
                    what + " '" + text + "' is not an IP address, and a name would need a lookup again");
        }
        return address;
    }

    /** Checks that only a name has a fallback address. */
    static void fallback(String host, @Nullable InetAddress fallback) {
        if (fallback != null && IpLiteral.parse(host) != null) {
            throw new IllegalArgumentException("a fallback address is for a name that cannot be looked up, but " + host
                    + " is an address itself: leave one of them out");
        }
    }

    /** Returns an internationalized name in its ASCII form, such as xn--bcher-kva.example, or null if it is not one. */
    private static @Nullable String internationalized(String name) {
        if (name.chars().allMatch(c -> c < 0x80)) {
            return null;
        }
        try {
            String ascii = IDN.toASCII(name);
            return NAME.matcher(ascii).matches() ? ascii : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns the number if it is from {@code min} to {@code max}. */
    static int number(String what, int number, int min, int max) {
        if (number < min || number > max) {
            throw new IllegalArgumentException(
                    what + " " + number + " is out of range: it must be " + min + " to " + max);
        }
        return number;
    }

    /** Checks a range of consecutive registers of one device. */
    static void registers(int first, int count) {
        if (first < 0 || first > MAX_REGISTER || count < 0 || count > MAX_REGISTER + 1 - first) {
            throw new IllegalArgumentException(count + " registers from " + first
                    + " on are out of range: the first is 0 to 255, and there are at most 256 - first of them");
        }
    }

    static Duration time(String what, Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(what + " " + time + " is out of range: it must be 1 ms to 1 day");
        }
        return time;
    }

    static KeepAlive keepAlive(Duration idle, Duration interval, int probes) {
        return new KeepAlive(
                keepAlive("idle time", Objects.requireNonNull(idle, "idle")),
                keepAlive("interval", Objects.requireNonNull(interval, "interval")),
                number("keep-alive probes", probes, 1, 127));
    }

    private static Duration keepAlive(String what, Duration time) {
        // Linux counts these in a signed 16-bit number of seconds.
        if (time.compareTo(Duration.ofSeconds(1)) < 0
                || time.compareTo(Duration.ofHours(9)) > 0
                || !time.equals(Duration.ofSeconds(time.toSeconds()))) {
            throw new IllegalArgumentException(
                    "keep-alive " + what + " " + time + " is out of range: it must be 1 s to 9 h, in whole seconds");
        }
        return time;
    }
}
