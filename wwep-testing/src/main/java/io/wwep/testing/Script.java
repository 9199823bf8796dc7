package io.wwep.testing;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A server's answers, faults and registers. Safe for use by several threads at once. */
final class Script {

    private final RegisterStore registers = RegisterStore.inMemory();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<Fault> faults = new ArrayList<>();
    private Function<RecordedRequest, Answer> dispatcher = request -> Answer.asUsual();

    RegisterStore registers() {
        return registers;
    }

    synchronized void enqueue(Answer answer) {
        answers.add(answer);
    }

    synchronized void dispatcher(Function<RecordedRequest, Answer> function) {
        dispatcher = function;
    }

    synchronized void add(Fault fault) {
        faults.add(fault);
    }

    synchronized void clearFaults() {
        faults.clear();
    }

    /** Returns the next fault for a trigger, or null. Removes it unless it is repeating. */
    @Nullable
    Fault poll(Fault.Trigger trigger) {
        return poll(trigger, fault -> true);
    }

    /** Returns the first fault for a trigger that matches the filter, or null. Removes it unless it is repeating. */
    synchronized @Nullable Fault poll(Fault.Trigger trigger, Predicate<Fault> filter) {
        for (Iterator<Fault> iterator = faults.iterator(); iterator.hasNext(); ) {
            Fault fault = iterator.next();
            if (fault.trigger() == trigger && filter.test(fault)) {
                if (!fault.repeating()) {
                    iterator.remove();
                }
                return fault;
            }
        }
        return null;
    }

    /** Returns the answer to a request. */
    Answer answer(RecordedRequest request) {
        Function<RecordedRequest, Answer> function;
        synchronized (this) {
            Answer next = answers.poll();
            if (next != null) {
                return next;
            }
            function = dispatcher;
        }
        return function.apply(request); // user code, which may block
    }

    /** Executes a request like a register server. */
    WwepReply execute(@Nullable WwepRequest request) throws IOException {
        if (request instanceof WwepRequest.Write write) {
            registers.write(write.device(), write.register(), write.value());
            return WwepReply.accepted(write.device(), write.register(), write.value());
        }
        if (request instanceof WwepRequest.Read read) {
            OptionalInt value = registers.read(read.device(), read.register());
            if (value.isPresent()) {
                return WwepReply.accepted(read.device(), read.register(), value.getAsInt());
            }
        }
        return WwepReply.refused();
    }
}
