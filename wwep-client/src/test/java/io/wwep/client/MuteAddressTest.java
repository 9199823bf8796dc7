package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static io.wwep.client.ScriptedPeer.acceptingOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.internal.HostResolver;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.tls.WwepTls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A name that has several addresses, of which one accepts connections and completes no TLS handshake on them. */
class MuteAddressTest {

    private static final String GOOD = "127.0.0.1";
    private static final String MUTE = "127.0.0.2";
    private static final int DEVICE = 0x0FAC;
    private static final int REGISTER = 0x0B;

    private final TlsLayer tls = new TlsLayer(IssuedCertificate.named("server").selfSigned());

    /** Returns the addresses in another order at each lookup, the last order again and again. */
    @SafeVarargs
    private static HostResolver inTurn(List<String>... orders) {
        AtomicInteger lookups = new AtomicInteger();
        return host -> {
            List<String> literals = orders[Math.min(lookups.getAndIncrement(), orders.length - 1)];
            InetAddress[] addresses = new InetAddress[literals.size()];
            for (int i = 0; i < addresses.length; i++) {
                addresses[i] = InetAddress.getByName(literals.get(i));
            }
            return addresses;
        };
    }

    private static WwepClient client(int port, HostResolver resolver) {
        return WwepClient.create("many.test")
                .port(port)
                .tls(WwepTls.unverified())
                .resolver(resolver)
                .mode(ConnectionMode.ONE_SHOT)
                .handshakeTimeout(Duration.ofSeconds(20))
                .replyTimeout(Duration.ofSeconds(20))
                .deadline(Duration.ofSeconds(30))
                .reconnect(failures -> Duration.ZERO)
                .build();
    }

    private static WwepDevice impatient(WwepClient client) {
        return client.device(DEVICE).within(Duration.ofMillis(300));
    }

    @Test
    void aMuteAddressIsNotTriedFirstAgain() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.over(tls, accepting());
                ServerSocket mute = new ServerSocket(peer.port(), 10, InetAddress.getByName(MUTE));
                WwepClient client = client(mute.getLocalPort(), inTurn(List.of(MUTE, GOOD), List.of(GOOD, MUTE)))) {
            assertThatThrownBy(() -> impatient(client).read(REGISTER)).isInstanceOf(WwepException.class);

            assertThat(client.read(DEVICE, REGISTER)).isEqualTo(0x1234);
        }
    }

    @Test
    void aMuteAddressIsNotTriedFirstAgainForAFuture() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.over(tls, accepting());
                ServerSocket mute = new ServerSocket(peer.port(), 10, InetAddress.getByName(MUTE));
                WwepClient client = client(mute.getLocalPort(), inTurn(List.of(MUTE, GOOD), List.of(GOOD, MUTE)))) {
            assertThat(impatient(client).readAsync(REGISTER)).failsWithin(20, TimeUnit.SECONDS);

            assertThat(client.device(DEVICE).readAsync(REGISTER))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo(0x1234);
        }
    }

    /** Completes the first handshake, and closes the next connection in its handshake. */
    private ScriptedPeer.Layer failingLater() {
        AtomicInteger connections = new AtomicInteger();
        return accepted -> {
            if (connections.getAndIncrement() == 0) {
                return tls.over(accepted);
            }
            assertThat(accepted.getInputStream().read()).isPositive();
            return null;
        };
    }

    @Test
    void anAddressWhoseHandshakesFailNoLongerComesFirst() throws Exception {
        HostResolver resolver = inTurn(List.of(GOOD, MUTE), List.of(GOOD, MUTE), List.of(MUTE, GOOD));
        try (ScriptedPeer peer = ScriptedPeer.over(failingLater(), acceptingOne(), acceptingOne(), acceptingOne());
                ServerSocket mute = new ServerSocket(peer.port(), 10, InetAddress.getByName(MUTE));
                WwepClient client = client(mute.getLocalPort(), resolver)) {
            assertThat(client.read(DEVICE, REGISTER)).isEqualTo(0x1234);
            assertThatThrownBy(() -> client.read(DEVICE, REGISTER)).isInstanceOf(WwepConnectException.class);

            CompletableFuture<Integer> third = client.device(DEVICE).readAsync(REGISTER);

            mute.setSoTimeout(20_000);
            mute.accept().close();
            assertThat(third).failsWithin(20, TimeUnit.SECONDS);
        }
    }
}
