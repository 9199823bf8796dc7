package io.wwep.benchmarks.row;

import io.wwep.benchmarks.client.ClientUnderTest;
import io.wwep.benchmarks.client.Work;
import io.wwep.benchmarks.measure.Contender;
import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.measure.Interleaving;
import io.wwep.benchmarks.measure.Samples;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The contenders of a row, and why others are absent. */
final class Contenders implements Closeable {

    private final List<Contender> contenders = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();

    /** Adds a contender and returns its index in the samples. */
    int add(Contender contender) {
        contenders.add(contender);
        return contenders.size() - 1;
    }

    /** Returns the peers that support this work; records why the others do not. */
    List<ClientUnderTest> peers(RowContext context, Work work, boolean tls) {
        List<ClientUnderTest> supported = new ArrayList<>();
        for (ClientUnderTest peer : context.peers()) {
            Rows.unsupportedReason(peer, work, tls)
                    .ifPresentOrElse(why -> absent.add(peer.name() + ": " + why), () -> supported.add(peer));
        }
        return supported;
    }

    List<Samples> measure(Effort effort) throws Exception {
        return new Interleaving(effort).measure(contenders);
    }

    /** Returns why peers are absent, as the cell of the best peer if there is none. */
    String absent() {
        return absent.isEmpty() ? Line.NONE : String.join("; ", absent);
    }

    void noteAbsent(String title, Report report) {
        if (!absent.isEmpty()) {
            report.note(title + ": without " + absent());
        }
    }

    @Override
    public void close() throws IOException {
        for (Contender contender : contenders) {
            contender.close();
        }
    }
}
