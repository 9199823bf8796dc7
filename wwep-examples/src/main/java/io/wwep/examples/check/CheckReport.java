package io.wwep.examples.check;

import io.wwep.examples.check.CheckRow.Result;
import java.util.List;

/**
 * What a check found.
 *
 * @param server the server and its ports
 * @param profile the profile that was checked; {@code AUTO} if the server did not answer well enough to find out
 */
public record CheckReport(String server, CheckProfile profile, Outcome outcome, List<CheckRow> rows) {

    /** What the rows add up to. */
    public enum Outcome {
        /** No row failed. */
        PASSED,
        /** At least one row failed. */
        FAILED,
        /** There was no connection at first, so nothing was checked. */
        NO_CONNECTION,
        /** The first request got no valid reply, so nothing else was checked. */
        NO_REPLY,
        /** Only TLS failed: the handshake, or the server's certificate. */
        NO_TLS
    }

    /** Copies the rows. */
    public CheckReport {
        rows = List.copyOf(rows);
    }

    /** {@return the number of rows that ended as expected} */
    public long passed() {
        return count(Result.OK);
    }

    /** {@return the number of rows that did not} */
    public long failed() {
        return count(Result.FAIL);
    }

    /** {@return the number of rows that were not checked} */
    public long skipped() {
        return count(Result.SKIPPED);
    }

    private long count(Result result) {
        return rows.stream().filter(row -> row.result() == result).count();
    }
}
