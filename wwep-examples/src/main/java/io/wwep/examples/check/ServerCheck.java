package io.wwep.examples.check;

import io.wwep.examples.check.CheckReport.Outcome;
import io.wwep.examples.check.CheckRow.Result;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a WWEP server from outside, row by row. The server may be hostile: never reply, send without end, never close. Each
 * step is limited in time and in bytes, so a check takes at most about a minute, and 2 s to 7 s for a good server.
 *
 * <p>It writes registers 01 to 08 of two devices, and nothing else. Create one for each check; not thread-safe.
 */
public final class ServerCheck {

    /** A check of one row. Returns whether all was as expected. */
    @FunctionalInterface
    private interface RowCheck {
        boolean run(RowRecorder row) throws IOException;
    }

    private static final String PLAIN_EXERCISE = "6.4";
    private static final String TLS_EXERCISE = "6.5";
    private static final String BOTH_EXERCISE = "6.7";

    private static final int REPLY_MILLIS = 2_000;

    /** A course server waits up to 3 s for the former client's close, and replies 100 ms late. */
    private static final int COURSE_REPLY_MILLIS = 5_000;

    private static final int PROFILE_MILLIS = 1_000;

    private static final int BOTH_REGISTER = ProtocolRows.LAST_REGISTER;

    private final CheckSettings settings;
    private final Consumer<CheckRow> listener;
    private final List<CheckRow> rows = new ArrayList<>();
    private CheckProfile profile;
    private String refusal = "";

    /** Why nothing more can be checked. */
    private @Nullable String obstacle;

    private @Nullable Outcome nothingChecked;

    private ServerCheck(CheckSettings settings, Consumer<CheckRow> listener) {
        this.settings = settings;
        this.listener = listener;
        this.profile = settings.profile();
    }

    /**
     * Checks a server. Never fails because of the server: its faults are in the report.
     *
     * @param listener receives each row as soon as it is checked, on this thread
     * @throws InterruptedException if this thread is interrupted between two rows
     */
    public static CheckReport run(CheckSettings settings, Consumer<CheckRow> listener) throws InterruptedException {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(listener, "listener");
        ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "wwep-check-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        try {
            return new ServerCheck(settings, listener).run(watchdog);
        } finally {
            watchdog.shutdownNow();
        }
    }

    private CheckReport run(ScheduledExecutorService watchdog) throws InterruptedException {
        Integer plainPort = settings.plainPort();
        Integer tlsPort = settings.tlsPort();
        WwepTls tls = settings.tls();
        if (plainPort != null) {
            CheckPort plain = new CheckPort(settings.host(), plainPort, null, watchdog);
            checkProtocol(plain, PLAIN_EXERCISE);
            if (tlsPort != null && tls != null) {
                checkHandshake(tlsPort, tls);
                checkBothPorts(plain, new CheckPort(settings.host(), tlsPort, tls, watchdog));
            }
        } else if (tlsPort != null && tls != null) {
            checkHandshake(tlsPort, tls);
            checkProtocol(new CheckPort(settings.host(), tlsPort, tls, watchdog), TLS_EXERCISE);
            skip(CheckItem.SAME_REGISTERS, BOTH_EXERCISE, "It needs a plain port too.");
        }
        return new CheckReport(settings.server(), profile, outcome(), rows);
    }

    private Outcome outcome() {
        if (nothingChecked != null) {
            return nothingChecked;
        }
        return rows.stream().anyMatch(row -> row.result() == Result.FAIL) ? Outcome.FAILED : Outcome.PASSED;
    }

    private void checkProtocol(CheckPort port, String exercise) throws InterruptedException {
        ProtocolRows messages = new ProtocolRows(port, settings.device());
        ClientRows clients = new ClientRows(port, settings.device());
        Section section = new Section(port, exercise, messages);
        section.first(messages::writeEcho);
        section.check(CheckItem.OVERWRITE, messages::overwrite);
        section.check(CheckItem.READ_BACK, messages::readBack);
        section.check(CheckItem.FFFF_AND_0000, messages::extremes);
        section.check(CheckItem.READ_NEVER_WRITTEN, messages::readNeverWritten);
        section.check(CheckItem.DEVICES_APART, messages::devicesApart);
        section.check(CheckItem.REGISTERS_APART, messages::registersApart);
        refusal = section.check(CheckItem.ILLEGAL_SHORT, messages::illegalShort);
        section.check(CheckItem.ILLEGAL_HEX, messages::illegalHex);
        section.check(CheckItem.ILLEGAL_COMMAND, messages::illegalCommand);
        section.check(CheckItem.LOWER_CASE, messages::lowerCase);
        section.check(CheckItem.LINE_FEED, messages::lineFeed);
        section.check(CheckItem.SPLIT_20MS, messages::split);
        section.check(CheckItem.SILENT_CLIENT, row -> clients.silentClient(row, isCourse()));
        section.check(CheckItem.NEXT_CLIENT_SERVED, clients::nextClientServed);
        section.check(CheckItem.RESET_SURVIVED, clients::resetSurvived);
        if (isCourse()) {
            section.check(CheckItem.ENDS_CONNECTION, clients::endsConnection);
        } else {
            section.check(CheckItem.SECOND_EXCHANGE, messages::secondExchange);
            section.check(CheckItem.JOINED, messages::joined);
        }
        section.check(CheckItem.X_IS_ALONE, this::isAlone);
    }

    private boolean isCourse() {
        return profile == CheckProfile.COURSE;
    }

    /** Notes whether text follows an X, which is allowed. */
    private boolean isAlone(RowRecorder row) {
        row.did("see illegal-short");
        row.found("X", refusal);
        if (refusal.startsWith("X") && !refusal.equals("X")) {
            row.remark(
                    "A note, not a failure: the protocol has a lone X. The course's servers add a reason, as this one does,"
                            + " and a client then has to read until the connection ends.");
        }
        return true;
    }

    private void checkHandshake(int port, WwepTls tls) {
        boolean alone = settings.plainPort() == null;
        RowRecorder first = new RowRecorder(CheckItem.HANDSHAKE, TLS_EXERCISE, REPLY_MILLIS);
        TlsProbe probe = TlsProbe.of(settings.host(), port, tls);
        String trouble = probe.trouble();
        boolean failed = false;
        for (CheckItem item : List.of(CheckItem.HANDSHAKE, CheckItem.CERTIFICATE, CheckItem.NAME)) {
            RowRecorder row = item == CheckItem.HANDSHAKE ? first : new RowRecorder(item, TLS_EXERCISE, REPLY_MILLIS);
            if (failed) {
                add(row.skipped("See row " + probe.culprit() + "."));
            } else if (trouble != null && item == probe.culprit()) {
                failed = true;
                row.found("accepted", probe.noConnection() ? "no connection" : "not accepted");
                add(row.row(row.fail(trouble)));
            } else {
                row.found("accepted", "accepted");
                add(row.row(true));
            }
        }
        if (failed) {
            if (nothingChecked == null
                    && rows.stream().filter(row -> row.result() == Result.FAIL).count() == 1) {
                nothingChecked = alone && probe.noConnection() ? Outcome.NO_CONNECTION : Outcome.NO_TLS;
            }
            obstacle = "No TLS: see row " + probe.culprit() + ".";
        }
    }

    private void checkBothPorts(CheckPort plain, CheckPort secured) throws InterruptedException {
        ProtocolRows messages = new ProtocolRows(plain, settings.device());
        String one = ProtocolRows.write(settings.device(), BOTH_REGISTER, 0x0C0C);
        String two = ProtocolRows.write(settings.device(), BOTH_REGISTER, 0x0D0D);
        String read = ProtocolRows.read(settings.device(), BOTH_REGISTER);
        new Section(plain, BOTH_EXERCISE, messages).check(CheckItem.SAME_REGISTERS, row -> {
            return row.expect(plain, one, ProtocolRows.echo(one))
                    && row.expect(secured, read, ProtocolRows.echo(one))
                    && row.expect(secured, two, ProtocolRows.echo(two))
                    && row.expect(plain, read, ProtocolRows.echo(two));
        });
    }

    private void skip(CheckItem item, String exercise, String reason) {
        add(new RowRecorder(item, exercise, REPLY_MILLIS).skipped(reason));
    }

    private void add(CheckRow row) {
        rows.add(row);
        listener.accept(row);
    }

    /** Rows on one port, of which the rest is skipped once the server has stopped answering. */
    private final class Section {

        private final CheckPort port;
        private final String exercise;
        private final ProtocolRows messages;

        Section(CheckPort port, String exercise, ProtocolRows messages) {
            this.port = port;
            this.exercise = exercise;
            this.messages = messages;
        }

        /** Checks the first row, on which all others depend, and finds out the profile. */
        void first(RowCheck check) throws InterruptedException {
            RowRecorder row = check(CheckItem.WRITE_ECHO, exercise, check);
            if (row == null) {
                return;
            }
            if (!row.isAnswered()) {
                nothingChecked = row.isUnreachable() ? Outcome.NO_CONNECTION : Outcome.NO_REPLY;
                obstacle = "The server does not answer: see row write-echo.";
                return;
            }
            if (profile == CheckProfile.AUTO) {
                profile = findOut();
            }
        }

        private CheckProfile findOut() {
            return messages.keepsConnections(PROFILE_MILLIS) ? CheckProfile.STANDARD : CheckProfile.COURSE;
        }

        /** Checks a row. Returns the last reply. */
        String check(CheckItem item, RowCheck check) throws InterruptedException {
            RowRecorder row = check(item, exercise, check);
            if (row != null && row.isSilent() && !messages.isAlive(isCourse() ? COURSE_REPLY_MILLIS : REPLY_MILLIS)) {
                obstacle = "No answer since row " + item + ".";
            }
            return row == null ? "" : row.lastReply();
        }

        private @Nullable RowRecorder check(CheckItem item, String number, RowCheck check) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while checking " + settings.server());
            }
            if (obstacle != null) {
                skip(item, number, obstacle);
                return null;
            }
            RowRecorder row = new RowRecorder(item, number, isCourse() ? COURSE_REPLY_MILLIS : REPLY_MILLIS);
            boolean passed;
            try {
                passed = check.run(row);
            } catch (IOException e) {
                passed = row.fail(port, e);
            }
            add(row.row(passed));
            return row;
        }
    }
}
