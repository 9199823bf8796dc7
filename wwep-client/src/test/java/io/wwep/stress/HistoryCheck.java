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
 * Whether what callers were told is true of the register server that they talked to.
 *
 * <p>Each write has a value that no other write of its register has, and the model knows when each was done. So a register's
 * past is known exactly, that of the writes with unknown outcome included, and a read is right if its register had the value
 * at some moment between the call's begin and its end; in a batch, not before the moment of the requests ahead of it. That
 * is stricter than to ask whether any order of the writes would allow it.
 */
final class HistoryCheck {

    private static final long FOR_EVER = Long.MAX_VALUE;

    /** A value that a register had, or null before the first write, from one moment until just before another. */
    private record Span(@Nullable Integer value, long from, long to) {}

    private final RegisterModel model;
    private final Map<Register, List<Span>> past = new HashMap<>();
    private final Map<WwepRequest.Write, Long> doneAt = new HashMap<>();
    private final List<String> wrongs = new ArrayList<>();

    private HistoryCheck(RegisterModel model) {
        this.model = model;
    }

    /** What is wrong with these calls, one line each; none if all is well. */
    static List<String> wrongs(List<Call> calls, RegisterModel model) {
        HistoryCheck check = new HistoryCheck(model);
        check.recallPast();
        check.checkOrigins(calls);
        calls.forEach(check::check);
        return check.wrongs;
    }

    private void recallPast() {
        for (Stored stored : model.stored()) {
            WwepRequest.Write write = stored.write();
            if (doneAt.put(write, stored.at()) != null) {
                wrongs.add("done twice: " + write);
            }
            List<Span> spans = past.computeIfAbsent(Register.of(write), any -> unwritten());
            Span before = spans.remove(spans.size() - 1);
            spans.add(new Span(before.value, before.from, stored.at()));
            spans.add(new Span(write.value(), stored.at(), FOR_EVER));
        }
    }

    private static List<Span> unwritten() {
        List<Span> spans = new ArrayList<>();
        spans.add(new Span(null, 0, FOR_EVER));
        return spans;
    }

    private void checkOrigins(List<Call> calls) {
        Set<WwepRequest> asked = new HashSet<>();
        for (Call call : calls) {
            for (Exchange exchange : call.exchanges()) {
                if (exchange.request() instanceof WwepRequest.Write write && !asked.add(write)) {
                    throw new IllegalArgumentException("two writes of one value: " + write);
                }
            }
        }
        for (WwepRequest.Write write : doneAt.keySet()) {
            if (!asked.contains(write)) {
                wrongs.add("done, but nobody asked for it: " + write);
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

    /** Whether this read is the only one of its register, so that what came can be told to be this one. */
    private static boolean isUnique(WwepRequest request) {
        return Workload.isUniqueRead(Register.of(request));
    }

    /** The earliest moment at which it may have been done. */
    private long checkAnswered(Call call, WwepRequest request, WwepReply reply, long earliest) {
        if (reply instanceof WwepReply.Accepted accepted && !request.isAnsweredBy(accepted)) {
            return wrong(call, "the reply to another request: " + request + " " + reply, earliest);
        }
        if (model.received(request) == 0) {
            return wrong(call, "answered, but it never came: " + request + " " + reply, earliest);
        }
        return request instanceof WwepRequest.Write write
                ? checkWrite(call, write, reply, earliest)
                : checkRead(call, Register.of(request), reply, earliest);
    }

    private long checkWrite(Call call, WwepRequest.Write write, WwepReply reply, long earliest) {
        if (reply instanceof WwepReply.Refused) {
            return wrong(call, "a write that was refused: " + write, earliest);
        }
        if (model.received(write) > 1) {
            wrong(call, "sent more than once: " + write, earliest);
        }
        Long at = doneAt.get(write);
        if (at == null) {
            return wrong(call, "acknowledged, but never done: " + write, earliest);
        }
        if (at < earliest || at > call.end()) {
            return wrong(call, "acknowledged, but not done from " + earliest + " on: " + write + "@" + at, earliest);
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
        return wrong(
                call,
                "register " + register + " never had the value " + reply + " from " + earliest + " to " + call.end()
                        + ": " + around(register, earliest, call.end()),
                earliest);
    }

    private void checkUnanswered(Call call, WwepRequest.Write write, Delivery delivery) {
        if (delivery == Delivery.NOT_SENT) {
            checkNotSent(call, write);
        } else if (model.received(write) > 1) {
            wrong(call, "sent more than once: " + write, 0);
        }
        Long at = doneAt.get(write);
        if (at != null && at < call.begin()) {
            wrong(call, "done before it was asked for: " + write + "@" + at, 0);
        }
    }

    private void checkNotSent(Call call, WwepRequest request) {
        if (model.received(request) > 0) {
            wrong(call, "told not to be sent, but it came: " + request, 0);
        }
    }

    private long wrong(Call call, String what, long earliest) {
        wrongs.add(what + " in " + call);
        return earliest;
    }

    /** What the register held then, and a little before and after. */
    private List<Span> around(Register register, long from, long to) {
        long some = 200;
        return past.getOrDefault(register, unwritten()).stream()
                .filter(span -> span.to >= from - some && span.from <= to + some)
                .toList();
    }
}
