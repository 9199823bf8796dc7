package io.wwep.benchmarks.load;

import io.wwep.benchmarks.client.RawTls;
import io.wwep.benchmarks.client.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs an abuse as a process. Prints {@code started} after its first round, and {@code peers} with their number when its
 * standard input ends.
 */
public final class AbuseProgram {

    private AbuseProgram() {}

    /** Accepts the abuse's label, the two ports, and the file of the authority that signed the server's certificate. */
    public static void main(String[] args) throws IOException, GeneralSecurityException, InterruptedException {
        Abuse abuse = Abuse.of(args[0]);
        CountDownLatch end = new CountDownLatch(1);
        Thread input = new Thread(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                end.countDown();
            }
        });
        input.start();
        try (Swarm swarm = new Swarm(
                abuse,
                abuse.peers(),
                new InetSocketAddress(Target.host(), Integer.parseInt(args[1])),
                new InetSocketAddress(Target.host(), Integer.parseInt(args[2])),
                RawTls.context(Path.of(args[3])))) {
            swarm.round();
            System.out.println("started");
            while (!end.await(Swarm.ROUND_MILLIS, TimeUnit.MILLISECONDS)) {
                swarm.round();
            }
            System.out.println("peers " + swarm.opened());
        }
    }
}
