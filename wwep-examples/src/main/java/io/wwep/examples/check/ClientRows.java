package io.wwep.examples.check;

import static io.wwep.examples.check.ProtocolRows.echo;
import static io.wwep.examples.check.ProtocolRows.write;

import io.wwep.protocol.DeviceId;
import java.io.IOException;

/** The rows about clients that behave badly, and whether the next one is served. */
final class ClientRows {

    private static final int REGISTER = 0x07;

    /** What a course server leaves a silent client before it answers X, with a reserve. */
    private static final int SILENCE_MILLIS = 600;

    private final CheckPort port;
    private final DeviceId device;

    ClientRows(CheckPort port, DeviceId device) {
        this.port = port;
        this.device = device;
    }

    /**
     * Connects and stays silent. A server for one client at a time may answer that with X, and is left at once then, as it
     * waits for that.
     */
    boolean silentClient(RowRecorder row, boolean oneAtATime) throws IOException {
        row.did("nothing on one connection");
        String next = write(device, REGISTER, 1);
        try (CheckConnection silent = port.open()) {
            if (oneAtATime) {
                Received received = silent.receive(SILENCE_MILLIS);
                if (!received.text().isEmpty()) {
                    silent.leave();
                }
            }
            return row.expect(port, next, echo(next));
        }
    }

    boolean nextClientServed(RowRecorder row) throws IOException {
        String half = write(device, REGISTER, 2).substring(0, 7);
        String next = write(device, REGISTER, 2);
        try (CheckConnection leaving = port.open()) {
            leaving.send(half);
            row.did(half + " and close");
        }
        return row.expect(port, next, echo(next));
    }

    boolean resetSurvived(RowRecorder row) throws IOException {
        String whole = write(device, REGISTER, 3);
        String next = write(device, REGISTER, 4);
        try (CheckConnection leaving = port.open()) {
            leaving.send(whole);
            row.did(whole + " and reset");
            leaving.abort();
        }
        return row.expect(port, next, echo(next));
    }

    boolean endsConnection(RowRecorder row) throws IOException {
        String request = write(device, REGISTER, 5);
        try (CheckConnection connection = port.open()) {
            if (!row.expect(connection, request, echo(request))) {
                return false;
            }
            boolean ended = connection.isEndedByServer(row.limitMillis());
            row.found("the end of the connection", ended ? "the end of the connection" : "nothing");
            return ended || row.fail("The connection was still open " + row.limitMillis() + " ms after the reply.");
        }
    }
}
