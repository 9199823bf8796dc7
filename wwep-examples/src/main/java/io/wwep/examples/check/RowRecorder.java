package io.wwep.examples.check;

import io.wwep.examples.check.CheckRow.Result;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Records one row while it is checked: what was sent, expected and got, and the first thing that is wrong. */
final class RowRecorder {

    private final CheckItem item;
    private final String exercise;
    private final int limitMillis;
    private final long startNanos = System.nanoTime();
    private final List<String> sent = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private final List<String> got = new ArrayList<>();
    private String why = "";
    private boolean silent;
    private boolean answered;
    private boolean unreachable;

    /**
     * Creates a recorder.
     *
     * @param limitMillis how long a reply may take
     */
    RowRecorder(CheckItem item, String exercise, int limitMillis) {
        this.item = item;
        this.exercise = exercise;
        this.limitMillis = limitMillis;
    }

    int limitMillis() {
        return limitMillis;
    }

    /** Returns whether the server did not answer at all: it may have ended. */
    boolean isSilent() {
        return silent;
    }

    /** Returns whether at least one reply was one. */
    boolean isAnswered() {
        return answered;
    }

    /** Returns whether there was no connection. */
    boolean isUnreachable() {
        return unreachable;
    }

    /** Returns the last reply; empty without one. */
    String lastReply() {
        return got.isEmpty() ? "" : got.get(got.size() - 1);
    }

    /** Notes something that was done, besides requests with replies. */
    void did(String what) {
        sent.add(what);
    }

    /** Notes a fact that is expected and one that was found, besides replies. */
    void found(String wanted, String fact) {
        expected.add(wanted);
        got.add(fact);
    }

    void remark(String text) {
        why = text;
    }

    /** Fails with a reason. Returns false, which is what a failed check returns. */
    boolean fail(String reason) {
        why = (reason + " " + item.advice()).strip();
        return false;
    }

    /** Sends a request on a new connection and compares the reply. */
    boolean expect(CheckPort port, String request, String reply) throws IOException {
        try (CheckConnection connection = port.open()) {
            return expect(connection, request, reply);
        }
    }

    boolean expect(CheckConnection connection, String request, String reply) throws IOException {
        did(shown(request));
        connection.send(request);
        return expectReply(connection, reply);
    }

    boolean expectReply(CheckConnection connection, String reply) {
        return compare(connection.receive(limitMillis), reply);
    }

    boolean compare(Received received, String reply) {
        found(reply, received.visible());
        answered |= received.isReply();
        if (received.matches(reply)) {
            return true;
        }
        silent = received.text().isEmpty();
        return fail(received.problem(reply, limitMillis));
    }

    /** Fails because of an exception while connecting, or while sending. */
    boolean fail(CheckPort port, IOException problem) {
        silent = true;
        unreachable = true;
        found("a reply", "no connection");
        return fail(
                problem instanceof UnknownHostException
                        ? "The name '" + port.host() + "' cannot be resolved."
                        : "Cannot connect to port " + port.port() + ", or send there: " + problem.getMessage() + ".");
    }

    CheckRow row(boolean passed) {
        return row(passed ? Result.OK : Result.FAIL);
    }

    CheckRow skipped(String reason) {
        why = reason;
        return row(Result.SKIPPED);
    }

    private CheckRow row(Result result) {
        long millis = result == Result.SKIPPED ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        return new CheckRow(
                item.toString(),
                exercise,
                String.join(", ", sent),
                String.join(", ", expected),
                String.join(", ", got),
                millis,
                result,
                why,
                item.source());
    }

    private static String shown(String request) {
        return request.chars().mapToObj(each -> Received.escaped((char) each)).collect(Collectors.joining());
    }
}
