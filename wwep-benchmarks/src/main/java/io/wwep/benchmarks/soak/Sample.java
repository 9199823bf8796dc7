package io.wwep.benchmarks.soak;

import io.wwep.benchmarks.load.Heap;
import io.wwep.benchmarks.load.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The resources of both processes at one time.
 *
 * @param heap the bytes in use after garbage collection
 */
record Sample(ServerProcess.Figures clients, long heap, ServerProcess.Figures server, long serverHeap) {

    /** The JVM starts and ends compiler threads at any time. */
    private static final int MORE_THREADS = 3;

    /** The JVM opens some files late. */
    private static final int MORE_DESCRIPTORS = 3;

    private static final long MORE_HEAP = 1 << 20;

    static Sample of(ServerProcess server) throws IOException {
        return new Sample(
                ServerProcess.Figures.of(ProcessHandle.current().pid()), Heap.used(), server.figures(), server.heap());
    }

    /** Returns what has grown since an earlier sample with the same number of connections; empty if nothing has. */
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

    /**
     * Returns the cells of a table: threads, descriptors and heap of the clients, then of the server with its resident
     * memory.
     */
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
