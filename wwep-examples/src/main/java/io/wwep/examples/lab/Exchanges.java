package io.wwep.examples.lab;

import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.Exchange;
import io.wwep.server.Refusal;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Describes a server's exchanges. */
final class Exchanges {

    private static final double NANOS_PER_MILLI = 1e6;

    private Exchanges() {}

    static boolean isAccepted(Exchange exchange) {
        return exchange.reply() instanceof WwepReply.Accepted;
    }

    static boolean isIllegal(Exchange exchange) {
        return exchange.request() == null;
    }

    /** Returns the device that a legal message names; null for an illegal one. */
    static @Nullable DeviceId device(Exchange exchange) {
        WwepRequest request = exchange.request();
        return request == null ? null : request.device();
    }

    /**
     * Returns the row of an exchange.
     *
     * @param device the device that sent it; null if not known
     * @param name the device's name; null if it has none
     */
    static ExchangeRow row(Exchange exchange, @Nullable DeviceId device, @Nullable String name) {
        @Nullable String command = null;
        @Nullable String register = null;
        @Nullable String value = null;
        if (exchange.request() instanceof WwepRequest.Write write) {
            command = "W";
            register = register(write.register());
            value = value(write.value());
        } else if (exchange.request() instanceof WwepRequest.Read read) {
            command = "R";
            register = register(read.register());
        }
        Refusal refusal = exchange.refusal();
        return new ExchangeRow(
                exchange.number(),
                exchange.received(),
                device == null ? null : device.toString(),
                name,
                text(exchange.peer()),
                exchange.port(),
                exchange.tlsProtocol(),
                exchange.message(),
                command,
                register,
                value,
                exchange.reply().toString(),
                refusal == null ? null : refusal.name(),
                refusal == null ? null : reason(refusal, exchange, register),
                exchange.took().toNanos() / NANOS_PER_MILLI);
    }

    private static String reason(Refusal refusal, Exchange exchange, @Nullable String register) {
        return switch (refusal) {
            case ILLEGAL_MESSAGE -> IllegalMessage.reason(exchange.message());
            case NEVER_WRITTEN -> "Register " + register + " of device " + device(exchange) + " was never written.";
            case STORE_FULL -> "The server has no room for another register.";
            case STORE_FAILED -> "The server could not read or keep the register; its log says why.";
        };
    }

    static String register(int number) {
        return String.format("%02X", number);
    }

    static String value(int value) {
        return String.format("%04X", value);
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
