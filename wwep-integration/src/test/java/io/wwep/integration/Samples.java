package io.wwep.integration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wwep.check.RedisServer;
import io.wwep.client.ConnectionBehavior;
import io.wwep.client.ExchangeRecorder;
import io.wwep.client.ReconnectPolicy;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.client.WwepDevice;
import io.wwep.client.WwepListener;
import io.wwep.client.WwepResources;
import io.wwep.client.WwepStatistics;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayBuilder;
import io.wwep.gateway.GatewayDevice;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.GatewayObserver;
import io.wwep.gateway.Outbox;
import io.wwep.gateway.OutboxListener;
import io.wwep.gateway.OutboxSettings;
import io.wwep.gateway.OutboxWrite;
import io.wwep.gateway.Watch;
import io.wwep.gateway.WatchBuilder;
import io.wwep.gateway.metrics.WwepMetrics;
import io.wwep.gateway.register.Deadband;
import io.wwep.gateway.register.DeviceProfile;
import io.wwep.gateway.register.PlainText;
import io.wwep.gateway.register.ProfileEntry;
import io.wwep.gateway.register.Register;
import io.wwep.pki.CertificateBuilder;
import io.wwep.pki.CertificateName;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import io.wwep.pki.SigningRequest;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.ReplyDecoder;
import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.WireListener;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.ExchangeListener;
import io.wwep.server.WwepServer;
import io.wwep.server.WwepServerBuilder;
import io.wwep.server.redis.RedisRegisterStore;
import io.wwep.server.redis.RedisRegisterStoreBuilder;
import io.wwep.server.store.DiskRegisterStore;
import io.wwep.server.store.RegisterStore;
import io.wwep.spring.GatewayBuilderCustomizer;
import io.wwep.spring.WwepClientBuilderCustomizer;
import io.wwep.spring.WwepConnectionDetails;
import io.wwep.testing.Answer;
import io.wwep.testing.Fault;
import io.wwep.testing.Transcript;
import io.wwep.testing.WwepServerExtension;
import io.wwep.testing.WwepTestServer;
import io.wwep.tls.ManagerFactories;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** Provides a value of each parameter type in the API, created on demand and closed after the call. */
final class Samples {

    /** Interfaces that users implement; their implementations check arguments, not this project. */
    static final Set<Class<?>> IMPLEMENTED_BY_USERS = Set.of(
            WwepListener.class,
            WireListener.class,
            WireListener.Connection.class,
            ReconnectPolicy.class,
            ExchangeListener.class,
            ExchangeRecorder.class,
            GatewayObserver.class,
            OutboxListener.class,
            GatewayBuilderCustomizer.class,
            WwepClientBuilderCustomizer.class,
            WwepConnectionDetails.class);

    private static final IssuedCertificate CERTIFICATE = IssuedCertificate.authority("sample");

    private final Map<Class<?>, Callable<?>> suppliers = new HashMap<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    private Samples() {
        suppliers.put(boolean.class, () -> true);
        suppliers.put(int.class, () -> 1);
        suppliers.put(long.class, () -> 1L);
        suppliers.put(BigDecimal.class, () -> BigDecimal.ONE);
        suppliers.put(Object.class, () -> 1);
        suppliers.put(String.class, () -> "sample");
        suppliers.put(byte[].class, () -> new byte[16]);
        suppliers.put(char[].class, () -> new char[] {'p'});
        suppliers.put(Class.class, () -> Samples.class);
        suppliers.put(Exception.class, () -> new IOException("sample"));
        suppliers.put(Throwable.class, () -> new IOException("sample"));
        suppliers.put(Duration.class, () -> Duration.ofSeconds(1));
        suppliers.put(Instant.class, () -> Instant.EPOCH);
        suppliers.put(
                WwepStatistics.class,
                () -> new WwepStatistics(0, Map.of(), 0, 0, 0, 0, 0, 0, 0, ConnectionBehavior.UNKNOWN));
        suppliers.put(
                Path.class, () -> Path.of(System.getProperty("wwep.home", ".."), "certs", "wwep-demo-root-ca.pem"));
        suppliers.put(URI.class, () -> URI.create("http://127.0.0.1/"));
        suppliers.put(InetAddress.class, InetAddress::getLoopbackAddress);
        suppliers.put(InetSocketAddress.class, () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 27708));
        suppliers.put(Socket.class, Socket::new);
        suppliers.put(List.class, List::of);
        suppliers.put(Optional.class, Optional::empty);
        suppliers.put(X500Principal.class, () -> new X500Principal("CN=sample"));
        suppliers.put(SSLContext.class, SSLContext::getDefault);
        suppliers.put(
                SSLSocket.class,
                () -> SSLContext.getDefault().getSocketFactory().createSocket());
        suppliers.put(X509Certificate.class, CERTIFICATE::certificate);
        suppliers.put(KeyPair.class, CERTIFICATE::keys);
        suppliers.put(Key.class, CERTIFICATE::key);
        suppliers.put(PrivateKey.class, CERTIFICATE::key);

        suppliers.put(DeviceId.class, () -> DeviceId.of(0x0FAC));
        suppliers.put(WwepRequest.class, () -> WwepRequest.read(0x0FAC, 5));
        suppliers.put(WwepRequest.Read.class, () -> WwepRequest.read(0x0FAC, 5));
        suppliers.put(WwepRequest.Write.class, () -> WwepRequest.write(0x0FAC, 5, 1));
        suppliers.put(WwepRequest.Raw.class, () -> WwepRequest.raw("sample"));
        suppliers.put(WwepReply.class, WwepReply::refused);
        suppliers.put(WwepReply.Accepted.class, () -> WwepReply.accepted(DeviceId.of(0x0FAC), 5, 1));
        suppliers.put(WwepReply.Refused.class, WwepReply::refused);
        suppliers.put(WwepException.class, () -> new WwepProtocolException("sample"));
        suppliers.put(ReplyDecoder.class, ReplyDecoder::new);
        suppliers.put(RequestDecoder.class, RequestDecoder::new);

        suppliers.put(WwepTls.class, WwepTls::trustingSystem);
        suppliers.put(TlsIdentity.class, () -> {
            Path certs = Path.of(System.getProperty("wwep.home", ".."), "certs");
            return TlsIdentity.of(certs.resolve("wwep-demo-server.pem"), certs.resolve("wwep-demo-server-key.pem"));
        });

        suppliers.put(ManagerFactories.class, () -> ManagerFactories.of(WwepTls.trustingSystem()));
        suppliers.put(WwepClientBuilder.class, () -> WwepClient.create("127.0.0.1"));
        suppliers.put(WwepClient.class, () -> WwepClient.create("127.0.0.1").build());
        suppliers.put(WwepDevice.class, () -> ((WwepClient) of(WwepClient.class)).device(0x0FAC));

        suppliers.put(WwepResources.class, WwepResources::shared);
        suppliers.put(GatewayBuilder.class, Gateway::create);
        suppliers.put(Gateway.class, () -> Gateway.create().build());
        suppliers.put(GatewayEndpoint.class, () -> gateway().endpoint("sample", WwepClient.create("127.0.0.1")));
        suppliers.put(GatewayDevice.class, this::gatewayDevice);
        suppliers.put(WatchBuilder.class, () -> gatewayDevice().watch(Register.uint16(5)));
        suppliers.put(
                Watch.class, () -> gatewayDevice().watch(Register.uint16(5)).start(reading -> {}));
        suppliers.put(
                OutboxWrite.class,
                () -> new OutboxWrite(
                        "sample", DeviceId.of(0x0FAC), 5, List.of(1), Instant.EPOCH, Instant.EPOCH, 1, 0xFFFF));
        suppliers.put(OutboxSettings.class, () -> OutboxSettings.DEFAULT);
        suppliers.put(Outbox.class, () -> {
            Path folder = Files.createTempDirectory("wwep-sample");
            opened.add(() -> Files.delete(folder));
            Path file = folder.resolve("outbox.db");
            opened.add(() -> Files.delete(file));
            Gateway gateway = Gateway.create().outbox(file).build();
            closeLater(gateway);
            return gateway.outbox();
        });
        suppliers.put(Register.class, () -> Register.uint16(5));
        suppliers.put(PlainText.class, () -> Register.uint16(5).text());
        suppliers.put(Deadband.class, () -> Deadband.absolute(1));
        suppliers.put(
                ProfileEntry.class, () -> ProfileEntry.of(Register.uint16(5).named("sample")));
        suppliers.put(
                DeviceProfile.class,
                () -> DeviceProfile.of(Map.of("sample", Map.of("register", "05", "type", "int16"))));
        suppliers.put(WwepMetrics.class, () -> new WwepMetrics());
        suppliers.put(MeterRegistry.class, SimpleMeterRegistry::new);
        suppliers.put(Map.class, Map::of);
        suppliers.put(int[].class, () -> new int[1]);

        suppliers.put(CertificateBuilder.class, () -> IssuedCertificate.named("sample"));
        suppliers.put(CertificateName.class, () -> new CertificateName("sample"));
        suppliers.put(IssuedCertificate.class, () -> CERTIFICATE);
        suppliers.put(
                SigningRequest.class, () -> IssuedCertificate.named("sample").signingRequest(CERTIFICATE.keys()));
        suppliers.put(KeyKind.class, () -> KeyKind.EC);

        suppliers.put(WwepServerBuilder.class, WwepServer::create);
        suppliers.put(WwepServer.class, () -> WwepServer.create().plain(0).start());
        suppliers.put(RegisterStore.class, RegisterStore::inMemory);
        suppliers.put(DiskRegisterStore.class, () -> {
            Path folder = Files.createTempDirectory("wwep-sample");
            opened.add(() -> Files.delete(folder));
            Path file = folder.resolve("registers.wwep");
            opened.add(() -> Files.delete(file));
            return DiskRegisterStore.open(file);
        });

        suppliers.put(RedisRegisterStore.class, () -> {
            RedisServer redis = new RedisServer();
            closeLater(redis);
            return RedisRegisterStore.open(redis.uri());
        });

        suppliers.put(
                RedisRegisterStoreBuilder.class, () -> RedisRegisterStore.at(URI.create("rediss://127.0.0.1:6379")));

        suppliers.put(WwepTestServer.class, WwepTestServer::start);
        suppliers.put(WwepServerExtension.class, WwepServerExtension::new);
        suppliers.put(Answer.class, Answer::none);
        suppliers.put(Fault.class, () -> new Fault(Fault.close(), Fault.Trigger.ON_ACCEPT, false));
        suppliers.put(Fault.Effect.class, Fault::close);
        suppliers.put(Transcript.class, () -> new Transcript(List.of()));
    }

    private Gateway gateway() {
        return (Gateway) of(Gateway.class);
    }

    private GatewayDevice gatewayDevice() {
        Gateway gateway = gateway();
        return gateway.device(
                "sample", gateway.endpoint("sample", WwepClient.create("127.0.0.1")), DeviceId.of(0x0FAC));
    }

    /** A call that uses samples. */
    interface Call {
        @Nullable
        Throwable with(Samples samples) throws Exception;
    }

    /** Runs a call and closes its samples. */
    static @Nullable Throwable with(Call call) throws Exception {
        Samples samples = new Samples();
        try {
            return call.with(samples);
        } finally {
            samples.closeAll();
        }
    }

    /** Returns a sample of the type. */
    Object of(Class<?> type) {
        Callable<?> supplier = suppliers.get(type);
        try {
            if (supplier != null) {
                Object sample = supplier.call();
                closeLater(sample);
                return sample;
            }
        } catch (RuntimeException e) {
            throw e; // includes the exception that skips a test when a program is not installed
        } catch (Exception e) {
            throw new AssertionError("no sample of " + type.getName(), e);
        }
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants()).findFirst().orElseThrow();
        }
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        if (type.isInterface() && !type.isSealed()) {
            return Proxy.newProxyInstance(
                    type.getClassLoader() == null ? Samples.class.getClassLoader() : type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> null);
        }
        throw new AssertionError("there is no sample of " + type.getName() + ": add suppliers.put("
                + type.getSimpleName() + ".class, () -> …) to " + Samples.class.getSimpleName()
                + ", or add it to IMPLEMENTED_BY_USERS if users implement it");
    }

    /** Closes an object after the call if it can be closed. */
    void closeLater(@Nullable Object object) {
        if (object instanceof AutoCloseable closeable) {
            opened.add(closeable);
        }
    }

    private void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }
}
