package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One client under many threads, and what an exchange leaves on the heap. */
class SharedClientTest {

    private interface Starter {
        Thread start(Runnable work) throws Exception;
    }

    @Test
    void twoHundredAndFiftySixThreadsShareAClient() throws Exception {
        share(256, 20, work -> {
            Thread thread = new Thread(work, "sharing");
            thread.start();
            return thread;
        });
    }

    @Test
    void tenThousandVirtualThreadsShareAClientAndPinNoCarrier(@TempDir Path folder) throws Exception {
        assumeTrue(
                Runtime.version().feature() >= 24,
                "before Java 24, a monitor of the JDK pins a virtual thread that waits in it");
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        var start = Class.forName("java.lang.Thread$Builder").getMethod("start", Runnable.class);
        // A class is initialized once in a process, and pins the threads that wait for it. The events' classes are used
        // only
        // while a recording runs.
        try (Recording first = new Recording()) {
            first.start();
            share(1, 1, work -> (Thread) start.invoke(builder, work));
        }
        try (Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO);
            recording.start();
            share(10_000, 3, work -> (Thread) start.invoke(builder, work));
            recording.stop();
            assertThat(pinned(recording, folder.resolve("pinned.jfr"))).isEmpty();
        }
    }

    private static void share(int threads, int each, Starter starter) throws Exception {
        AtomicInteger right = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            List<Thread> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int device = i;
                all.add(starter.start(() -> {
                    try {
                        go.await();
                        for (int value = 0; value < each; value++) {
                            WwepReply reply = client.exchange(WwepRequest.write(device, 1, value));
                            right.addAndGet(reply.verify().value() == value ? 1 : 0);
                        }
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            go.countDown();
            for (Thread thread : all) {
                thread.join();
            }
            assertThat(right).hasValue(threads * each);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    /** Returns the recorded events of virtual threads that kept their carriers while they waited. */
    static List<String> pinned(Recording recording, Path file) throws Exception {
        recording.dump(file);
        assertThat(Files.exists(file)).isTrue();
        // The client's own events, which every recording has, say nothing of pinning.
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
                .map(RecordedEvent::toString)
                .toList();
    }

    @Test
    void anExchangeOnAKeptConnectionAllocatesOnlyItsReply() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM counts no bytes");
        WwepRequest request = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    String heard;
                    do {
                        heard = talk.bytes(11);
                        talk.send("A0FAC0B1234");
                    } while (!heard.isEmpty());
                });
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            int exchanges = 1_000;
            long bytes = 0;
            // The first ones load classes and connect: the second half counts.
            for (int i = 0; i < 2 * exchanges; i++) {
                if (i == exchanges) {
                    bytes = threads.getThreadAllocatedBytes(
                            Thread.currentThread().getId());
                }
                client.exchange(request);
            }
            bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes;
            assertThat(bytes / exchanges).isLessThanOrEqualTo(32);
        }
    }
}
