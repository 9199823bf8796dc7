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

/** What a server is to do, and its registers. Safe for use by several threads at once. */
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

    /** The fault that comes now, if one does; it is used up if it is for once. */
    @Nullable
    Fault take(Fault.Moment moment) {
        return take(moment, fault -> true);
    }

    /** The first fault for this moment that fits. */
    synchronized @Nullable Fault take(Fault.Moment moment, Predicate<Fault> fits) {
        for (Iterator<Fault> rest = faults.iterator(); rest.hasNext(); ) {
            Fault fault = rest.next();
            if (fault.moment() == moment && fits.test(fault)) {
                if (!fault.isLasting()) {
                    rest.remove();
                }
                return fault;
            }
        }
        return null;
    }

    /** What is to be answered. */
    Answer answer(RecordedRequest request) {
        Function<RecordedRequest, Answer> function;
        synchronized (this) {
            Answer next = answers.poll();
            if (next != null) {
                return next;
            }
            function = dispatcher;
        }
        return function.apply(request); // it is foreign, and may take its time
    }

    /** Does a request as a register server does. */
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
