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

/** The contenders of a row while it is measured, and why others could not enter. */
final class Entrants implements Closeable {

    private final List<Contender> contenders = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();

    /** Enters a contender; gives its place among the samples. */
    int enter(Contender contender) {
        contenders.add(contender);
        return contenders.size() - 1;
    }

    /** The peers that can do this work; of each that cannot it is kept why. */
    List<ClientUnderTest> peers(Setting setting, Work work, boolean tls) {
        List<ClientUnderTest> able = new ArrayList<>();
        for (ClientUnderTest peer : setting.peers()) {
            Rows.lacks(peer, work, tls)
                    .ifPresentOrElse(why -> absent.add(peer.name() + ": " + why), () -> able.add(peer));
        }
        return able;
    }

    List<Samples> measure(Effort effort) throws Exception {
        return new Interleaving(effort).measure(contenders);
    }

    /** Why peers are not in the row, for the place of the best one if there is none. */
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
