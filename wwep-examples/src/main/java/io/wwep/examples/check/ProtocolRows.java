package io.wwep.examples.check;

import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The rows about messages. Each exchange has its own connection, since a course server serves only one on each. */
final class ProtocolRows {

    /** Registers written by the rows; a device has no more than eight of them. */
    static final int FIRST_REGISTER = 0x01;

    /** The last register written. */
    static final int LAST_REGISTER = 0x08;

    private static final int ECHO = FIRST_REGISTER;
    private static final int EXTREMES = 0x02;
    private static final int DEVICES = 0x03;
    private static final int REGISTERS = 0x04;
    private static final int NEIGHBOR = 0x05;
    private static final int FORMS = 0x06;

    /** No check writes it. */
    private static final int NEVER_WRITTEN = 0xEE;

    private static final int FIRST = 0x1234;
    private static final int SECOND = 0x5678;
    private static final int MAX = 0xFFFF;
    private static final int ONE = 0x1111;
    private static final int OTHER = 0x2222;
    private static final int LETTERS = 0xABCD;
    private static final int ENDED = 0x00AA;
    private static final int SPLIT = 0x00BB;
    private static final int SPLIT_MILLIS = 20;
    private static final int SPLIT_ATTEMPTS = 3;

    private static final String SHORT = "W01234";

    /** A course server takes a pause of 100 ms for the end of a message. */
    private static final int SHORT_MILLIS = 300;

    /** The time after which the course's clients give up. */
    private static final int COURSE_REPLY_MILLIS = 500;

    private final CheckPort port;
    private final DeviceId device;
    private final DeviceId other = CheckSettings.OTHER_DEVICE;
    private int stored = FIRST;

    ProtocolRows(CheckPort port, DeviceId device) {
        this.port = port;
        this.device = device;
    }

    boolean writeEcho(RowRecorder row) throws IOException {
        String request = write(device, ECHO, FIRST);
        try (CheckConnection connection = port.open()) {
            row.did(request);
            connection.send(request);
            long start = System.nanoTime();
            Received reply = connection.receive(row.limitMillis());
            long millis = (System.nanoTime() - start) / 1_000_000;
            Received all = reply.isReply() ? connection.withWhatFollows(reply) : reply;
            if (millis > COURSE_REPLY_MILLIS) {
                row.remark("The reply took " + millis + " ms; the course's clients give up after " + COURSE_REPLY_MILLIS
                        + " ms.");
            }
            return row.compare(all, echo(request));
        }
    }

    boolean overwrite(RowRecorder row) throws IOException {
        String request = write(device, ECHO, SECOND);
        boolean passed = row.expect(port, request, echo(request));
        // A server that echoes wrongly has probably stored what it was sent.
        stored = row.lastReply().startsWith("A") ? SECOND : stored;
        return passed;
    }

    boolean readBack(RowRecorder row) throws IOException {
        return reads(row, device, ECHO, stored);
    }

    boolean extremes(RowRecorder row) throws IOException {
        return writes(row, device, EXTREMES, MAX)
                && reads(row, device, EXTREMES, MAX)
                && writes(row, device, EXTREMES, 0)
                && reads(row, device, EXTREMES, 0);
    }

    boolean readNeverWritten(RowRecorder row) throws IOException {
        return row.expect(port, read(other, NEVER_WRITTEN), "X");
    }

    boolean devicesApart(RowRecorder row) throws IOException {
        return writes(row, device, DEVICES, ONE)
                && writes(row, other, DEVICES, OTHER)
                && reads(row, device, DEVICES, ONE);
    }

    boolean registersApart(RowRecorder row) throws IOException {
        return writes(row, device, REGISTERS, ONE)
                && writes(row, device, NEIGHBOR, OTHER)
                && reads(row, device, REGISTERS, ONE);
    }

    /** A server that reads the stream can refuse this only once it ends, or after a time limit. */
    boolean illegalShort(RowRecorder row) throws IOException {
        try (CheckConnection connection = port.open()) {
            row.did(SHORT);
            connection.send(SHORT);
            Received reply = connection.receive(SHORT_MILLIS);
            if (reply.end() == Received.End.TIMED_OUT && reply.text().isEmpty()) {
                row.did("the end of the stream");
                connection.end();
                reply = connection.receive(row.limitMillis());
            }
            return row.compare(reply, "X");
        }
    }

    boolean illegalHex(RowRecorder row) throws IOException {
        return row.expect(port, write(device, FORMS, FIRST).replaceFirst(".$", "G"), "X");
    }

    boolean illegalCommand(RowRecorder row) throws IOException {
        return row.expect(port, "Q" + write(device, FORMS, FIRST).substring(1), "X")
                && row.expect(port, "w" + write(device, FORMS, FIRST).substring(1), "X");
    }

    boolean lowerCase(RowRecorder row) throws IOException {
        String request = write(device, FORMS, LETTERS);
        return row.expect(port, "W" + request.substring(1).toLowerCase(Locale.ROOT), echo(request));
    }

    boolean lineFeed(RowRecorder row) throws IOException {
        String request = write(device, FORMS, ENDED);
        return row.expect(port, request + "\n", echo(request));
    }

    /** Tries it up to three times, since a busy machine may stretch a pause beyond what the server allows. */
    boolean split(RowRecorder row) throws IOException {
        String request = write(device, FORMS, SPLIT);
        row.did(request + " in " + request.length() + " packets " + SPLIT_MILLIS + " ms apart");
        Received reply = sendSplit(request, row.limitMillis());
        for (int attempts = 1; attempts < SPLIT_ATTEMPTS && reply.isRefusal(); attempts++) {
            reply = sendSplit(request, row.limitMillis());
        }
        return row.compare(reply, echo(request));
    }

    private Received sendSplit(String request, int limitMillis) throws IOException {
        try (CheckConnection connection = port.open()) {
            for (int i = 0; i < request.length(); i++) {
                connection.send(request.substring(i, i + 1));
                Received early = connection.receive(SPLIT_MILLIS);
                if (early.end() != Received.End.TIMED_OUT || !early.text().isEmpty()) {
                    return early;
                }
            }
            return connection.receive(limitMillis);
        }
    }

    boolean joined(RowRecorder row) throws IOException {
        String one = write(device, FORMS, ONE);
        String two = write(device, FORMS, OTHER);
        List<String> replies = List.of(echo(one), echo(one), echo(two));
        try (CheckConnection connection = port.open()) {
            row.did(one + read(device, FORMS) + two + " in one packet");
            connection.send(one + read(device, FORMS) + two);
            for (String reply : replies) {
                if (!row.expectReply(connection, reply)) {
                    return false;
                }
            }
            return true;
        }
    }

    boolean secondExchange(RowRecorder row) throws IOException {
        String one = write(device, FORMS, ONE);
        try (CheckConnection connection = port.open()) {
            return row.expect(connection, one, echo(one)) && row.expect(connection, read(device, FORMS), echo(one));
        }
    }

    /** Returns whether a second request on a connection is answered. */
    boolean keepsConnections(int limitMillis) {
        try (CheckConnection connection = port.open()) {
            connection.send(write(device, ECHO, stored));
            if (!connection.receive(limitMillis).isReply()) {
                return true;
            }
            connection.send(read(device, ECHO));
            return connection.receive(limitMillis).isReply();
        } catch (IOException e) {
            // It ended the connection while the second request was sent.
            return false;
        }
    }

    /** Returns whether the server answers at all. */
    boolean isAlive(int limitMillis) {
        try (CheckConnection connection = port.open()) {
            connection.send(read(device, ECHO));
            return connection.receive(limitMillis).isReply();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean writes(RowRecorder row, DeviceId to, int register, int value) throws IOException {
        String request = write(to, register, value);
        return row.expect(port, request, echo(request));
    }

    private boolean reads(RowRecorder row, DeviceId from, int register, int value) throws IOException {
        return row.expect(port, read(from, register), echo(write(from, register, value)));
    }

    static String write(DeviceId to, int register, int value) {
        return WwepRequest.write(to, register, value).toString();
    }

    static String read(DeviceId from, int register) {
        return WwepRequest.read(from, register).toString();
    }

    /** Returns the reply to a write, or to a read after it. */
    static String echo(String write) {
        return "A" + write.substring(1);
    }
}
