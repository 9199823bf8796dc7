package io.wwep.benchmarks.soak;

import io.wwep.client.WwepClient;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepBatchException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread of a gateway: reads and writes its registers in each of the client's ways, and checks the replies. */
final class Caller {

    private static final int MAX_TOGETHER = 50;
    private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Ledger ledger;
    private final Outcomes outcomes;
    private final Random random;

    Caller(Ledger ledger, Outcomes outcomes, long seed) {
        this.ledger = ledger;
        this.outcomes = outcomes;
        this.random = new Random(seed);
    }

    Ledger ledger() {
        return ledger;
    }

    /** Uses a client until this {@link System#nanoTime()}. */
    void use(WwepClient client, long end) {
        while (System.nanoTime() - end < 0) {
            switch (random.nextInt(4)) {
                case 0 -> batch(client);
                case 1 -> futures(client);
                default -> one(client);
            }
            LockSupport.parkNanos((long) (MAX_PAUSE_NANOS * random.nextDouble()));
        }
    }

    /** A read or a write of a register of the ledger. */
    private record Entry(int index, WwepRequest request) {}

    private Entry entry() {
        int index = ledger.nextRegister();
        boolean reads = ledger.isUncertain(index) || random.nextInt(3) == 0;
        return new Entry(index, reads ? ledger.read(index) : ledger.write(index, random.nextInt(0x10000)));
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 1 + random.nextInt(MAX_TOGETHER); i > 0; i--) {
            entries.add(entry());
        }
        return entries;
    }

    private void one(WwepClient client) {
        Entry entry = entry();
        try {
            record(entry, client.exchange(entry.request()), Delivery.ANSWERED);
        } catch (WwepException e) {
            record(entry, null, e.delivery());
        }
    }

    private void batch(WwepClient client) {
        List<Entry> entries = entries();
        try {
            List<WwepReply> replies =
                    client.exchangeAll(entries.stream().map(Entry::request).toList());
            for (int i = 0; i < entries.size(); i++) {
                record(entries.get(i), replies.get(i), Delivery.ANSWERED);
            }
        } catch (WwepBatchException e) {
            for (int i = 0; i < entries.size(); i++) {
                record(entries.get(i), i < e.replies().size() ? e.replies().get(i) : null, e.delivery(i));
            }
        } catch (WwepException e) {
            outcomes.addFinding("a batch ended with " + e);
        }
    }

    private void futures(WwepClient client) {
        List<Entry> entries = entries();
        List<CompletableFuture<WwepReply>> futures = entries.stream()
                .map(entry -> client.exchangeAsync(entry.request()))
                .toList();
        if (random.nextInt(4) == 0) {
            futures.get(random.nextInt(futures.size())).cancel(true);
        }
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            try {
                record(entry, futures.get(i).join(), Delivery.ANSWERED);
            } catch (CancellationException e) {
                record(entry, null, Delivery.UNKNOWN);
            } catch (CompletionException e) {
                if (e.getCause() instanceof WwepException failure) {
                    record(entry, null, failure.delivery());
                } else {
                    outcomes.addFinding("a future ended with " + e.getCause());
                }
            }
        }
    }

    private void record(Entry entry, @Nullable WwepReply reply, Delivery delivery) {
        outcomes.add(delivery, ledger.record(entry.index(), entry.request(), reply, delivery));
    }

    /** Reads every used register through a direct client. */
    void verify(WwepClient client) {
        for (int index : ledger.used()) {
            WwepRequest read = ledger.read(index);
            try {
                outcomes.add(Delivery.ANSWERED, ledger.record(index, read, client.exchange(read), Delivery.ANSWERED));
            } catch (WwepException e) {
                outcomes.addFinding("at the end, " + read + " failed: " + e);
            }
        }
    }
}
