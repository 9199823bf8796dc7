package io.wwep.examples.lab;

import io.wwep.protocol.DeviceId;
import io.wwep.server.ServerProfile;
import io.wwep.server.store.RegisterStore;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A lab on free ports, and its events. */
final class OpenLab implements AutoCloseable {

    static final String MAC = "00:A0:50:01:02:03";
    static final DeviceId DEVICE = DeviceId.ofMac(MAC);

    private static final Path CERTS = Path.of(System.getProperty("wwep.home", ".."), "certs");
    private static final int SECONDS = 30;

    final Lab lab;
    final BlockingQueue<LabEvent> events = new LinkedBlockingQueue<>();

    OpenLab() throws IOException {
        this(ServerProfile.STANDARD, RegisterStore.inMemory(), null);
    }

    OpenLab(ServerProfile profile, RegisterStore store, @Nullable Path classFile) throws IOException {
        lab = Lab.open(new LabSettings(
                InetAddress.getLoopbackAddress(),
                0,
                0,
                identity(),
                WwepTls.trusting(CERTS.resolve("wwep-demo-root-ca.pem")),
                "localhost",
                profile,
                store,
                classFile));
        lab.listen(events::addAll);
    }

    static TlsIdentity identity() {
        return TlsIdentity.of(CERTS.resolve("wwep-demo-server.pem"), CERTS.resolve("wwep-demo-server-key.pem"));
    }

    /** Waits for an event of this kind that fits. */
    <T extends LabEvent> T await(Class<T> kind, Predicate<T> wanted) throws InterruptedException {
        while (true) {
            LabEvent next = events.poll(SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no such " + kind.getSimpleName() + " within " + SECONDS + " s");
            }
            if (kind.isInstance(next) && wanted.test(kind.cast(next))) {
                return kind.cast(next);
            }
        }
    }

    ExchangeRow awaitExchange(String message) throws InterruptedException {
        return await(
                        LabEvent.ExchangeAdded.class,
                        event -> event.exchange().message().equals(message))
                .exchange();
    }

    StudentState awaitTick(String exercise) throws InterruptedException {
        return await(
                        LabEvent.StudentChanged.class,
                        event -> event.student().ticks().get(exercise) != null)
                .student();
    }

    /** Sends these bytes over plain TCP, ends the output, and returns what comes back. */
    String send(String text) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), lab.server().port())) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    DeviceState device(DeviceId id) {
        return lab.state().devices().stream()
                .filter(each -> each.device().equals(id.toString()))
                .findFirst()
                .orElseThrow();
    }

    @Nullable
    Instant tick(String exercise) {
        return lab.state().students().get(0).ticks().get(exercise);
    }

    @Override
    public void close() {
        lab.close();
    }
}
