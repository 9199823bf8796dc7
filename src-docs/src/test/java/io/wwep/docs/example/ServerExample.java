package io.wwep.docs.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.ServerProfile;
import io.wwep.server.WwepServer;
import io.wwep.server.redis.RedisRegisterStore;
import io.wwep.server.redis.RedisRegisterStoreBuilder;
import io.wwep.server.store.DiskRegisterStore;
import io.wwep.server.store.RegisterStore;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Servers, and where they keep their registers. */
class ServerExample {

    @Test
    @SuppressWarnings("try") // the server serves others
    void inAProgram() throws Exception {
        // tag::embedded[]
        try (WwepServer server = WwepServer.create().plain(0).start(); // 0: any free port
                WwepClient client =
                        WwepClient.create("127.0.0.1").port(server.port()).build()) {
            client.write(0x0FAC, 0x0B, 0x1234);
        }
        // end::embedded[]
        try (WwepServer server = WwepServer.create().plain(0).start()) {
            // it listens on server.address()
        }
    }

    @Test
    void onBothPorts() throws Exception {
        // tag::both-ports[]
        WwepServer server = WwepServer.create()
                .plain(27708)
                .tls(
                        40508,
                        TlsIdentity.of(Path.of("server.pem"), Path.of("server-key.pem"))) // the same registers on both
                .requireClientCertificates(WwepTls.trusting(Path.of("client-ca.pem"))) // or wantClientCertificates
                .start();
        // end::both-ports[]
        server.close();
    }

    @Test
    @SuppressWarnings("try") // the server serves others
    void onDisk() throws Exception {
        // tag::disk[]
        try (DiskRegisterStore store =
                        DiskRegisterStore.open(Path.of("registers.wwep")); // ./wwep server --data registers.wwep
                WwepServer server =
                        WwepServer.create().plain(27708).store(store).start()) {
            // what the server has answered with A is on the disk
        }
        // end::disk[]
        assertThat(Path.of("registers.wwep")).exists();
    }

    @Test
    @SuppressWarnings("try") // the server serves others
    void inRedis() throws Exception {
        // tag::redis[]
        RegisterStore shared = RedisRegisterStore.open(
                URI.create("redis://10.0.0.7:6379")); // ./wwep server --store redis://10.0.0.7:6379
        // end::redis[]
        try (WwepServer server = WwepServer.create().plain(27708).store(shared).start();
                WwepClient client = WwepClient.create("127.0.0.1").connect()) {
            client.write(0x0FAC, 0x0B, 0x1234);
            assertThat(server.statistics().connections()).isEqualTo(1);
        } finally {
            ((RedisRegisterStore) shared).close();
        }
        // tag::redis-settings[]
        RedisRegisterStoreBuilder watched = RedisRegisterStore.at(
                        URI.create("rediss-sentinel://wwep:secret@10.0.0.7:26379,10.0.0.8:26379#registers"))
                .tls(WwepTls.trusting(Path.of("root.pem")))
                .replicas(1); // watched.open() connects
        // end::redis-settings[]
        assertThat(watched).isNotNull();
        // tag::redis-javadoc[]
        try (RedisRegisterStore store = RedisRegisterStore.open(URI.create("redis://10.0.0.7:6379"));
                WwepServer server =
                        WwepServer.create().plain(27708).store(store).start()) {
            // every server with this store has the same registers
        }
        // end::redis-javadoc[]
    }

    @Test
    void likeTheCourses() throws Exception {
        try (WwepServer server = WwepServer.create()
                .bind(InetAddress.getByName("0.0.0.0"))
                .plain(27708)
                .profile(ServerProfile.COURSE)
                .start()) {
            // tag::course[]
            try (WwepClient client = WwepClient.create("wwep.local")
                    .fallbackAddress("198.51.100.3") // where the name cannot be looked up
                    .mode(ConnectionMode.ONE_SHOT) // AUTO would find it out by itself
                    .build()) {
                client.write(0x0FAC, 0x0B, 0x1234);
                WwepReply reply = client.exchange(WwepRequest.read(0x0BAC, 0x0B));
                if (reply instanceof WwepReply.Refused refused) {
                    System.out.println("refused: " + refused.reason()); // Not Found
                }
            }
            // end::course[]
            assertThat(server.statistics().connections()).isEqualTo(2);
        }
    }

    @Test
    void theReasonIsInTheExceptionToo() throws Exception {
        try (WwepServer server = WwepServer.create()
                        .plain(27708)
                        .profile(ServerProfile.COURSE)
                        .start();
                WwepClient client = WwepClient.create("127.0.0.1").build()) {
            assertThat(server.port()).isEqualTo(27708);
            try {
                client.read(0x0BAC, 0x0B);
            } catch (WwepRefusedException e) {
                assertThat(e.reason()).isEqualTo("Not Found");
                return;
            }
            throw new AssertionError("not refused");
        }
    }
}
