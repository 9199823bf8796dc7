package io.wwep.examples.mitm;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.examples.mitm.AttackedConnection.ClientExchange;
import io.wwep.examples.mitm.AttackedConnection.Protection;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.Exchange;
import io.wwep.server.WwepServer;
import io.wwep.tls.Certificates;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Puts a man in the middle between a client and a server. All three are in this process, and use only the loopback interface.
 * Immutable and thread-safe.
 */
public final class Attack {

    private static final int DEVICE = 0x0FAC;
    private static final int REGISTER = 0x0B;
    private static final int VALUE = 0x1234;

    /** A JVM that has just started needs seconds for its first handshake on a small or busy machine. */
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    private final TlsIdentity server;
    private final WwepTls trust;
    private final IssuedCertificate copy;

    /**
     * Prepares the man's certificate: self-signed, with the names of the server's.
     *
     * @param server the server's identity
     * @param genuine the server's certificate, with a name of this machine
     * @param trust trusts the server's authority
     */
    public Attack(TlsIdentity server, X509Certificate genuine, WwepTls trust) {
        this.server = Objects.requireNonNull(server, "server");
        this.trust = Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(genuine, "genuine");
        copy = IssuedCertificate.named(genuine.getSubjectX500Principal())
                .names(Certificates.names(genuine).toArray(String[]::new))
                .forServers()
                .selfSigned();
    }

    /** Returns the man's certificate. */
    public X509Certificate certificate() {
        return copy.certificate();
    }

    /**
     * Has a client write a register and read it again, through the man in the middle.
     *
     * @param protection how the client protects itself
     * @return what each of the three saw
     * @throws IOException if a port cannot be opened
     */
    public AttackedConnection on(Protection protection) throws IOException {
        Objects.requireNonNull(protection, "protection");
        boolean plain = protection == Protection.NONE;
        List<Exchange> seen = new CopyOnWriteArrayList<>();
        List<ClientExchange> exchanges = new ArrayList<>();
        WwepException failure = null;
        ManInTheMiddle man;
        try (WwepServer real = (plain
                        ? WwepServer.create().plain(0)
                        : WwepServer.create().tls(0, server))
                .bind(InetAddress.getLoopbackAddress())
                .listener(seen::add)
                .start()) {
            InetSocketAddress address = plain ? real.address() : real.tlsAddress();
            man = new ManInTheMiddle(client(address.getPort(), plain ? null : trust), plain ? null : copy.sslContext());
            try (man;
                    WwepClient client = client(man.port(), tls(protection))) {
                for (WwepRequest request :
                        List.of(WwepRequest.write(DEVICE, REGISTER, VALUE), WwepRequest.read(DEVICE, REGISTER))) {
                    exchanges.add(new ClientExchange(request, client.exchange(request)));
                }
            } catch (WwepException e) {
                failure = e;
            }
        }
        // All are closed, so the lists are complete.
        return new AttackedConnection(protection, exchanges, failure, man.interceptions(), man.isRejected(), seen);
    }

    private @Nullable WwepTls tls(Protection protection) {
        return switch (protection) {
            case NONE -> null;
            case UNVERIFIED -> WwepTls.unverified();
            case VERIFIED -> trust;
        };
    }

    private static WwepClient client(int port, @Nullable WwepTls tls) {
        WwepClientBuilder client = WwepClient.create("127.0.0.1").port(port);
        return tls == null
                ? client.build()
                : client.tls(tls).handshakeTimeout(HANDSHAKE_TIMEOUT).build();
    }
}
