package io.wwep.examples.check;

import java.util.Locale;

/** What a report can have a row for: its name, where the chapter asks for it, and what to look at if it fails. */
enum CheckItem {
    HANDSHAKE(Source.TLS, "Check that this is the TLS port, and that the server has a certificate and its key."),
    CERTIFICATE(Source.CERTIFICATES, ""),
    NAME(Source.CERTIFICATES, ""),
    WRITE_ECHO(
            Source.TABLE,
            "Answer a write with A and the device, register and value of the request: 11 bytes, with nothing after them."),
    OVERWRITE(
            Source.TABLE,
            "Accept a write to a register that has a value already: find its entry and replace the value."),
    READ_BACK(
            Source.TABLE,
            "Answer a read with the value of the last write to this device and register. Compare how writes and reads"
                    + " find the register."),
    FFFF_AND_0000(
            Source.TABLE,
            "0000 and FFFF are values like all others. Keep them as unsigned 16 bits, print four digits, and do not use"
                    + " one of them for \"never written\"."),
    READ_NEVER_WRITTEN(
            Source.TABLE,
            "Answer a read of a register that was never written with X: keep which registers were written, not only"
                    + " values. If another program has written this register, restart the server without its registers."),
    DEVICES_APART(
            Source.TABLE,
            "Each device has its own registers: find a register by the device id and the register number together."),
    REGISTERS_APART(
            Source.TABLE,
            "A write changes one register only: compare the register number too when you look for the entry."),
    ILLEGAL_SHORT(Source.TABLE, "Check the length first: anything but 7 bytes for R and 11 for W gets X."),
    ILLEGAL_HEX(
            Source.TABLE,
            "Check that each character after the first is a hexadecimal digit; if one is not, reply X and store nothing."),
    ILLEGAL_COMMAND(Source.TABLE, "Accept only R and W, in upper case, as the first byte; anything else gets X."),
    LOWER_CASE(
            Source.TABLE,
            "Accept the digits a to f as well as A to F, and reply in upper case, for instance with %04X."),
    LINE_FEED(
            Source.SERVER,
            "Ignore one line feed after a request: echo and nc send it. It does not belong to the value."),
    SPLIT_20MS(
            Source.PACKETS,
            "One read does not return one message: go on reading until you have 7 bytes for R or 11 for W."),
    SILENT_CLIENT(
            Source.SERVER,
            "A client that connects and sends nothing must not keep others out: give it a time limit, or serve each"
                    + " client in its own thread."),
    NEXT_CLIENT_SERVED(
            Source.SERVER,
            "A client left in the middle of a message. Empty your buffer for each new connection, and accept again after"
                    + " the end of one."),
    RESET_SURVIVED(
            Source.SERVER,
            "A client reset its connection. Treat an error on one connection as its end only, and go on accepting."),
    ENDS_CONNECTION(
            Source.SERVER, "After its reply the server has to disconnect, so that the next client can be served."),
    SECOND_EXCHANGE(Source.SERVER, "Read the next request from the same connection until the client closes it."),
    JOINED(
            Source.PACKETS,
            "One read may return several messages: take one from the front of your buffer, and keep the rest."),
    X_IS_ALONE(Source.TABLE, ""),
    SAME_REGISTERS(
            Source.BOTH, "Both ports have to use the same registers: one table, with a lock if two threads use it.");

    /** Parts of the course's chapter 6. */
    private static final class Source {
        static final String TABLE = "chapter 6, the table of the protocol's messages";
        static final String SERVER = "chapter 6, exercise 6.4: the server";
        static final String TLS = "chapter 6, exercise 6.5: the server over TLS";
        static final String BOTH = "chapter 6, exercise 6.7: one server for both";
        static final String CERTIFICATES = "chapter 6, sections 6.6.2 and 6.6.3: certificates";
        static final String PACKETS = "chapter 6, section 6.9: packets and streams";
    }

    private final String source;
    private final String advice;

    CheckItem(String source, String advice) {
        this.source = source;
        this.advice = advice;
    }

    String source() {
        return source;
    }

    /** Returns what to look at if the reply is wrong. */
    String advice() {
        return advice;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
