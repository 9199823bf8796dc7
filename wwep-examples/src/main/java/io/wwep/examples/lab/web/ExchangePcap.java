package io.wwep.examples.lab.web;

import io.netty.util.NetUtil;
import io.wwep.examples.capture.CapturedExchange;
import io.wwep.examples.capture.ExchangeCapture;
import io.wwep.examples.lab.ExchangeRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes exchanges as a capture file. Those over TLS are in it as plain text, on their port. */
final class ExchangePcap {

    private static final Pattern ESCAPED = Pattern.compile("\\\\(?:([nr\\\\])|x(\\p{XDigit}{2}))");
    private static final int HEX = 16;

    private ExchangePcap() {}

    /** Returns a file with the exchanges of a server that is bound to this address. */
    static byte[] of(List<ExchangeRow> exchanges, InetAddress bound) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ExchangeCapture.write(
                    exchanges.stream().map(row -> captured(row, bound)).toList(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static CapturedExchange captured(ExchangeRow row, InetAddress bound) {
        int colon = row.peer().lastIndexOf(':');
        byte[] address = NetUtil.createByteArrayFromIpAddressString(row.peer().substring(0, colon));
        int port = Integer.parseInt(row.peer().substring(colon + 1));
        try {
            // What a server on all addresses was reached by is not known; a packet needs one of the same length.
            byte[] server = bound.getAddress().length == address.length ? bound.getAddress() : new byte[address.length];
            return new CapturedExchange(
                    row.time(),
                    Duration.ofNanos((long) (row.millis() * TimeUnit.MILLISECONDS.toNanos(1))),
                    new InetSocketAddress(InetAddress.getByAddress(address), port),
                    new InetSocketAddress(InetAddress.getByAddress(server), row.port()),
                    bytes(row.message()),
                    bytes(row.reply()));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(row.peer() + " is not an address", e);
        }
    }

    /** Returns what was on the wire, one character per byte. */
    private static String bytes(String printable) {
        return ESCAPED.matcher(printable).replaceAll(match -> Matcher.quoteReplacement(character(match)));
    }

    private static String character(MatchResult escaped) {
        if (escaped.group(1) == null) {
            return String.valueOf((char) Integer.parseInt(escaped.group(2), HEX));
        }
        return switch (escaped.group(1)) {
            case "n" -> "\n";
            case "r" -> "\r";
            default -> "\\";
        };
    }
}
