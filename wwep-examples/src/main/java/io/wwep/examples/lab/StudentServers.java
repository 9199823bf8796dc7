package io.wwep.examples.lab;

import io.wwep.examples.check.CheckProfile;
import io.wwep.examples.check.CheckReport;
import io.wwep.examples.check.CheckReport.Outcome;
import io.wwep.examples.check.CheckRow;
import io.wwep.examples.check.CheckRow.Result;
import io.wwep.examples.check.CheckSettings;
import io.wwep.examples.check.ServerCheck;
import io.wwep.protocol.DeviceId;
import io.wwep.tls.WwepTls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks students' servers, a few at a time, and remembers which ports passed, since exercise 6.7 needs both. The lab does not
 * know who signed a student's certificate, so it accepts any. Thread-safe.
 */
final class StudentServers {

    private static final int AT_ONCE = 4;
    private static final int MAX_REMEMBERED = 500;
    private static final String SAME_REGISTERS = "same-registers";

    private final Semaphore free = new Semaphore(AT_ONCE);
    private final BiConsumer<DeviceId, Exercise> ticks;
    private final Map<DeviceId, Ports> passed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DeviceId, Ports> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** The ports of a student's server that passed; null if none did. */
    private record Ports(
            String host, @Nullable Integer plain, @Nullable Integer tls) {

        Ports with(int port, boolean secured) {
            return secured ? new Ports(host, plain, port) : new Ports(host, port, tls);
        }
    }

    /** Creates it with a receiver of ticks. */
    StudentServers(BiConsumer<DeviceId, Exercise> ticks) {
        this.ticks = ticks;
    }

    /** Checks a port; once both ports of a student's server have passed, also whether they share their registers. */
    CheckReport check(String host, int port, boolean tls, @Nullable DeviceId student) throws InterruptedException {
        if (!free.tryAcquire()) {
            throw new LabFullException(
                    AT_ONCE + " servers are being checked at this moment; try again in a few seconds");
        }
        try {
            CheckReport report = honest(run(host, tls ? null : port, tls ? port : null));
            if (student == null || report.outcome() != Outcome.PASSED) {
                return report;
            }
            ticks.accept(student, tls ? Exercise.TLS_SERVER : Exercise.SERVER);
            Ports ports = remember(student, host, port, tls);
            return ports.plain() == null || ports.tls() == null ? report : both(report, student, ports);
        } finally {
            free.release();
        }
    }

    private synchronized Ports remember(DeviceId student, String host, int port, boolean tls) {
        Ports before = passed.get(student);
        Ports known = before != null && before.host().equals(host) ? before : new Ports(host, null, null);
        Ports now = known.with(port, tls);
        passed.put(student, now);
        return now;
    }

    synchronized void reset() {
        passed.clear();
    }

    private CheckReport both(CheckReport report, DeviceId student, Ports ports) throws InterruptedException {
        CheckReport second = run(ports.host(), ports.plain(), ports.tls());
        List<CheckRow> rows = new ArrayList<>(report.rows());
        rows.removeIf(row -> row.name().equals(SAME_REGISTERS));
        second.rows().stream().filter(row -> row.name().equals(SAME_REGISTERS)).forEach(rows::add);
        boolean same = rows.stream().anyMatch(row -> row.name().equals(SAME_REGISTERS) && row.result() == Result.OK);
        if (same) {
            ticks.accept(student, Exercise.DUAL_SERVER);
        }
        return new CheckReport(second.server(), report.profile(), same ? Outcome.PASSED : Outcome.FAILED, rows);
    }

    private static CheckReport run(String host, @Nullable Integer plain, @Nullable Integer tls)
            throws InterruptedException {
        CheckSettings settings = new CheckSettings(
                host, plain, tls, tls == null ? null : WwepTls.unverified(), CheckProfile.AUTO, CheckSettings.DEVICE);
        return ServerCheck.run(settings, row -> {});
    }

    /** Returns the report without the claim that the certificate was checked. */
    private static CheckReport honest(CheckReport report) {
        List<CheckRow> rows = report.rows().stream()
                .map(row -> row.result() == Result.OK
                                && (row.name().equals("certificate")
                                        || row.name().equals("name"))
                        ? new CheckRow(
                                row.name(),
                                row.exercise(),
                                row.sent(),
                                row.expected(),
                                "",
                                row.millis(),
                                Result.SKIPPED,
                                "The lab does not know who signed it. Check it with ./wwep check --tls --ca FILE.",
                                row.source())
                        : row)
                .toList();
        return new CheckReport(report.server(), report.profile(), report.outcome(), rows);
    }
}
