package io.wwep.gateway;

import io.wwep.client.ConnectionBehavior;
import io.wwep.client.ConnectionMode;
import io.wwep.client.ExchangeOutcome;
import io.wwep.client.ExchangeRecorder;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientSettings;
import io.wwep.protocol.WwepRequest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns, once, if an endpoint whose server serves one request per connection cannot be polled as often as its watches
 * want. Records exchanges on any thread; the checks are confined to the gateway's thread.
 */
final class PollPace implements ExchangeRecorder {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.gateway");

    private final String endpoint;
    private final WwepClientSettings settings;

    /** The shortest exchange so far, in nanoseconds: what each read needs at least. */
    private volatile long fastest = Long.MAX_VALUE;

    private boolean hasWarned;

    PollPace(String endpoint, WwepClientSettings settings) {
        this.endpoint = endpoint;
        this.settings = settings;
    }

    @Override
    public void record(WwepRequest request, ExchangeOutcome outcome, long nanos) {
        boolean isAnswered = outcome == ExchangeOutcome.ACCEPTED || outcome == ExchangeOutcome.REFUSED;
        if (isAnswered && nanos < fastest) {
            fastest = nanos; // if two threads race, a later exchange corrects it
        }
    }

    /** Checks a new watch, if it is already known how long the server takes, and that it closes connections. */
    void checkBeforePoll(WwepClient client, List<PollGroup> groups, int registers, long interval) {
        if (hasWarned || leastTime(2 * registers) <= interval || !needsConnections(client)) {
            return;
        }
        for (PollGroup group : groups) {
            int reads = reads(group);
            if (group.interval == interval && leastTime(reads) > interval) {
                warn(reads, "needs at least", leastTime(reads), interval);
            }
        }
    }

    /** Checks the time that a poll took. */
    void checkPoll(WwepClient client, int reads, long took, long interval) {
        if (!hasWarned && took > interval && needsConnections(client)) {
            warn(reads, "took", took, interval);
        }
    }

    /** Returns the least time that a number of reads take, one after the other; 0 if it is not known yet. */
    private long leastTime(int reads) {
        long each = fastest;
        return each == Long.MAX_VALUE ? 0 : each * reads;
    }

    /** Returns the number of reads in a poll of a group: two of each register of a value over several registers. */
    private static int reads(PollGroup group) {
        Set<PolledRegister> once = new HashSet<>();
        Set<PolledRegister> twice = new HashSet<>();
        for (PolledWatch watch : group.watches) {
            List<PolledRegister> registers = Arrays.asList(watch.registers());
            once.addAll(registers);
            if (registers.size() > 1) {
                twice.addAll(registers);
            }
        }
        return once.size() + twice.size();
    }

    private boolean needsConnections(WwepClient client) {
        return settings.mode() == ConnectionMode.ONE_SHOT
                || client.statistics().behavior() == ConnectionBehavior.CLOSE_AFTER_REPLY;
    }

    private void warn(int reads, String takes, long nanos, long interval) {
        hasWarned = true;
        LOG.warn(
                "endpoint '{}': a poll with {} {} {} ms, but the shortest interval is {} ms. Each read needs a new connection"
                        + " to {}, so polls will be missed: watch fewer registers, or use longer intervals",
                endpoint,
                reads == 1 ? "1 read" : reads + " reads",
                takes,
                TimeUnit.NANOSECONDS.toMillis(nanos),
                TimeUnit.NANOSECONDS.toMillis(interval),
                settings.server());
    }

    @Override
    public String toString() {
        return "the pace of endpoint '" + endpoint + "'";
    }
}
