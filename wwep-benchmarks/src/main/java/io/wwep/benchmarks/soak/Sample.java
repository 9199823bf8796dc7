package io.wwep.benchmarks.soak;

import io.wwep.benchmarks.load.Heap;
import io.wwep.benchmarks.load.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the two processes hold at a moment.
 *
 * @param heap bytes in use once the garbage is collected
 */
record Sample(ServerProcess.Figures clients, long heap, ServerProcess.Figures server, long serverHeap) {

    /** The JVM starts and ends threads of its own, its compilers', as it sees fit. */
    private static final int MORE_THREADS = 3;

    /** It opens a file or two late. */
    private static final int MORE_DESCRIPTORS = 3;

    private static final long MORE_HEAP = 1 << 20;

    static Sample of(ServerProcess server) throws IOException {
        return new Sample(
                ServerProcess.Figures.of(ProcessHandle.current().pid()), Heap.used(), server.figures(), server.heap());
    }

    /** What has grown since another one, at which as much was open; nothing if this is as it should be. */
    List<String> growthSince(Sample before) {
        List<String> growth = new ArrayList<>();
        add(growth, "clients' threads", before.clients.threads(), clients.threads(), MORE_THREADS);
        add(growth, "clients' descriptors", before.clients.descriptors(), clients.descriptors(), MORE_DESCRIPTORS);
        add(growth, "clients' heap", before.heap, heap, MORE_HEAP);
        add(growth, "server's threads", before.server.threads(), server.threads(), MORE_THREADS);
        add(growth, "server's descriptors", before.server.descriptors(), server.descriptors(), MORE_DESCRIPTORS);
        add(growth, "server's heap", before.serverHeap, serverHeap, MORE_HEAP);
        return growth;
    }

    private static void add(List<String> growth, String what, long before, long now, long allowed) {
        if (now - before > allowed) {
            growth.add(what + " grew from " + before + " to " + now);
        }
    }

    /** Cells of a table: threads, descriptors, heap and resident memory, of the clients and then of the server. */
    List<String> cells() {
        return List.of(
                String.valueOf(clients.threads()),
                String.valueOf(clients.descriptors()),
                kilobytes(heap),
                String.valueOf(server.threads()),
                String.valueOf(server.descriptors()),
                kilobytes(serverHeap),
                String.format(Locale.ROOT, "%,d", server.residentKilobytes() / 1024));
    }

    private static String kilobytes(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes / 1024);
    }
}
