package io.wwep.stress;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.stress.RegisterModel.Register;
import io.wwep.stress.RegisterModel.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the outcomes that callers observed against the history of the register server.
 *
 * <p>Each write of a register has a unique value, and the model records when each was executed. The history of a
 * register is therefore known exactly, including writes of unknown outcome. A read is correct if its register had the
 * value at some time during the call; in a batch, not before the preceding requests. This is stricter than asking
 * whether some order of the writes allows it.
 */
final class HistoryCheck {

    private static final long FOREVER = Long.MAX_VALUE;

    /** A value of a register, null before the first write, from one time until just before another. */
    private record Span(@Nullable Integer value, long from, long to) {}

    private final RegisterModel model;
    private final Map<Register, List<Span>> past = new HashMap<>();
    private final Map<WwepRequest.Write, Long> executedAt = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    private HistoryCheck(RegisterModel model) {
        this.model = model;
    }

    /** Returns the violations in these calls, one line each. */
    static List<String> violations(List<Call> calls, RegisterModel model) {
        HistoryCheck check = new HistoryCheck(model);
        check.recordHistory();
        check.checkOrigins(calls);
        calls.forEach(check::check);
        return check.violations;
    }

    private void recordHistory() {
        for (Stored stored : model.stored()) {
            WwepRequest.Write write = stored.write();
            if (executedAt.put(write, stored.at()) != null) {
                violations.add("executed twice: " + write);
            }
            List<Span> spans = past.computeIfAbsent(Register.of(write), any -> unwritten());
            Span before = spans.remove(spans.size() - 1);
            spans.add(new Span(before.value, before.from, stored.at()));
            spans.add(new Span(write.value(), stored.at(), FOREVER));
        }
    }

    private static List<Span> unwritten() {
        List<Span> spans = new ArrayList<>();
        spans.add(new Span(null, 0, FOREVER));
        return spans;
    }

    private void checkOrigins(List<Call> calls) {
        Set<WwepRequest> asked = new HashSet<>();
        for (Call call : calls) {
            for (Exchange exchange : call.exchanges()) {
                if (exchange.request() instanceof WwepRequest.Write write && !asked.add(write)) {
                    throw new IllegalArgumentException("two writes of the same value: " + write);
                }
            }
        }
        for (WwepRequest.Write write : executedAt.keySet()) {
            if (!asked.contains(write)) {
                violations.add("executed, but not requested by any call: " + write);
            }
        }
    }

    private void check(Call call) {
        long earliest = call.begin();
        for (Exchange exchange : call.exchanges()) {
            WwepReply reply = exchange.reply();
            if (reply != null) {
                earliest = checkAnswered(call, exchange.request(), reply, earliest);
            } else if (exchange.request() instanceof WwepRequest.Write write) {
                checkUnanswered(call, write, exchange.delivery());
            } else if (exchange.delivery() == Delivery.NOT_SENT && isUnique(exchange.request())) {
                checkNotSent(call, exchange.request());
            }
        }
    }

    /** Returns whether this is the only read of its register, so that its arrival can be recognized. */
    private static boolean isUnique(WwepRequest request) {
        return Workload.isUniqueRead(Register.of(request));
    }

    /** Returns the earliest time at which it may have been executed. */
    private long checkAnswered(Call call, WwepRequest request, WwepReply reply, long earliest) {
        if (reply instanceof WwepReply.Accepted accepted && !request.isAnsweredBy(accepted)) {
            return addViolation(call, "the reply to another request: " + request + " " + reply, earliest);
        }
        if (model.received(request) == 0) {
            return addViolation(call, "answered, but it never arrived: " + request + " " + reply, earliest);
        }
        return request instanceof WwepRequest.Write write
                ? checkWrite(call, write, reply, earliest)
                : checkRead(call, Register.of(request), reply, earliest);
    }

    private long checkWrite(Call call, WwepRequest.Write write, WwepReply reply, long earliest) {
        if (reply instanceof WwepReply.Refused) {
            return addViolation(call, "a refused write: " + write, earliest);
        }
        if (model.received(write) > 1) {
            addViolation(call, "sent more than once: " + write, earliest);
        }
        Long at = executedAt.get(write);
        if (at == null) {
            return addViolation(call, "acknowledged, but never executed: " + write, earliest);
        }
        if (at < earliest || at > call.end()) {
            return addViolation(
                    call, "acknowledged, but not executed since " + earliest + ": " + write + "@" + at, earliest);
        }
        return at;
    }

    private long checkRead(Call call, Register register, WwepReply reply, long earliest) {
        Integer value = reply instanceof WwepReply.Accepted accepted ? accepted.value() : null;
        for (Span span : past.getOrDefault(register, unwritten())) {
            if (Objects.equals(span.value, value) && span.from < call.end() && span.to > earliest) {
                return Math.max(earliest, span.from);
            }
        }
        return addViolation(
                call,
                "register " + register + " never had the value " + reply + " from " + earliest + " to " + call.end()
                        + ": " + around(register, earliest, call.end()),
                earliest);
    }

    private void checkUnanswered(Call call, WwepRequest.Write write, Delivery delivery) {
        if (delivery == Delivery.NOT_SENT) {
            checkNotSent(call, write);
        } else if (model.received(write) > 1) {
            addViolation(call, "sent more than once: " + write, 0);
        }
        Long at = executedAt.get(write);
        if (at != null && at < call.begin()) {
            addViolation(call, "executed before it was requested: " + write + "@" + at, 0);
        }
    }

    private void checkNotSent(Call call, WwepRequest request) {
        if (model.received(request) > 0) {
            addViolation(call, "reported as not sent, but it arrived: " + request, 0);
        }
    }

    private long addViolation(Call call, String what, long earliest) {
        violations.add(what + " in " + call);
        return earliest;
    }

    /** Returns the register's values at that time, and shortly before and after. */
    private List<Span> around(Register register, long from, long to) {
        long some = 200;
        return past.getOrDefault(register, unwritten()).stream()
                .filter(span -> span.to >= from - some && span.from <= to + some)
                .toList();
    }
}
