package io.wwep.integration;

import io.wwep.check.RedisServer;
import io.wwep.client.ExchangeRecorder;
import io.wwep.client.ReconnectPolicy;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.client.WwepDevice;
import io.wwep.client.WwepListener;
import io.wwep.pki.CertificateBuilder;
import io.wwep.pki.CertificateName;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import io.wwep.pki.SigningRequest;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.ReplyDecoder;
import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.ExchangeListener;
import io.wwep.server.WwepServer;
import io.wwep.server.WwepServerBuilder;
import io.wwep.server.redis.RedisRegisterStore;
import io.wwep.server.store.DiskRegisterStore;
import io.wwep.server.store.RegisterStore;
import io.wwep.testing.Answer;
import io.wwep.testing.Fault;
import io.wwep.testing.Transcript;
import io.wwep.testing.WwepServerExtension;
import io.wwep.testing.WwepTestServer;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
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

/** A value of each type that the API asks for, made when it is needed and closed behind the call. */
final class Samples {

    /** Interfaces that users implement: nothing of ours checks what their methods get. */
    static final Set<Class<?>> BY_USERS =
            Set.of(WwepListener.class, ReconnectPolicy.class, ExchangeListener.class, ExchangeRecorder.class);

    private static final IssuedCertificate CERTIFICATE = IssuedCertificate.authority("sample");

    private final Map<Class<?>, Callable<?>> makers = new HashMap<>();
    private final List<AutoCloseable> made = new ArrayList<>();

    private Samples() {
        makers.put(boolean.class, () -> true);
        makers.put(int.class, () -> 1);
        makers.put(long.class, () -> 1L);
        makers.put(String.class, () -> "sample");
        makers.put(byte[].class, () -> new byte[16]);
        makers.put(char[].class, () -> new char[] {'p'});
        makers.put(Class.class, () -> Samples.class);
        makers.put(Exception.class, () -> new IOException("sample"));
        makers.put(Throwable.class, () -> new IOException("sample"));
        makers.put(Duration.class, () -> Duration.ofSeconds(1));
        makers.put(Instant.class, () -> Instant.EPOCH);
        makers.put(Path.class, () -> Path.of(System.getProperty("wwep.home", ".."), "certs", "wwep-demo-root-ca.pem"));
        makers.put(URI.class, () -> URI.create("http://127.0.0.1/"));
        makers.put(InetAddress.class, InetAddress::getLoopbackAddress);
        makers.put(InetSocketAddress.class, () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 27708));
        makers.put(Socket.class, Socket::new);
        makers.put(List.class, List::of);
        makers.put(Optional.class, Optional::empty);
        makers.put(X500Principal.class, () -> new X500Principal("CN=sample"));
        makers.put(SSLContext.class, SSLContext::getDefault);
        makers.put(
                SSLSocket.class,
                () -> SSLContext.getDefault().getSocketFactory().createSocket());
        makers.put(X509Certificate.class, CERTIFICATE::certificate);
        makers.put(KeyPair.class, CERTIFICATE::keys);
        makers.put(Key.class, CERTIFICATE::key);
        makers.put(PrivateKey.class, CERTIFICATE::key);

        makers.put(DeviceId.class, () -> DeviceId.of(0x0FAC));
        makers.put(WwepRequest.class, () -> WwepRequest.read(0x0FAC, 5));
        makers.put(WwepRequest.Read.class, () -> WwepRequest.read(0x0FAC, 5));
        makers.put(WwepRequest.Write.class, () -> WwepRequest.write(0x0FAC, 5, 1));
        makers.put(WwepRequest.Raw.class, () -> WwepRequest.raw("sample"));
        makers.put(WwepReply.class, WwepReply::refused);
        makers.put(WwepReply.Accepted.class, () -> WwepReply.accepted(DeviceId.of(0x0FAC), 5, 1));
        makers.put(WwepReply.Refused.class, WwepReply::refused);
        makers.put(WwepException.class, () -> new WwepProtocolException("sample"));
        makers.put(ReplyDecoder.class, ReplyDecoder::new);
        makers.put(RequestDecoder.class, RequestDecoder::new);

        makers.put(WwepTls.class, WwepTls::trustingSystem);
        makers.put(TlsIdentity.class, () -> {
            Path certs = Path.of(System.getProperty("wwep.home", ".."), "certs");
            return TlsIdentity.of(certs.resolve("wwep-demo-server.pem"), certs.resolve("wwep-demo-server-key.pem"));
        });

        makers.put(WwepClientBuilder.class, () -> WwepClient.create("127.0.0.1"));
        makers.put(WwepClient.class, () -> WwepClient.create("127.0.0.1").build());
        makers.put(WwepDevice.class, () -> ((WwepClient) of(WwepClient.class)).device(0x0FAC));

        makers.put(CertificateBuilder.class, () -> IssuedCertificate.named("sample"));
        makers.put(CertificateName.class, () -> new CertificateName("sample"));
        makers.put(IssuedCertificate.class, () -> CERTIFICATE);
        makers.put(SigningRequest.class, () -> IssuedCertificate.named("sample").signingRequest(CERTIFICATE.keys()));
        makers.put(KeyKind.class, () -> KeyKind.EC);

        makers.put(WwepServerBuilder.class, WwepServer::create);
        makers.put(WwepServer.class, () -> WwepServer.create().plain(0).start());
        makers.put(RegisterStore.class, RegisterStore::inMemory);
        makers.put(DiskRegisterStore.class, () -> {
            Path folder = Files.createTempDirectory("wwep-sample");
            made.add(() -> Files.delete(folder));
            Path file = folder.resolve("registers.wwep");
            made.add(() -> Files.delete(file));
            return DiskRegisterStore.open(file);
        });

        makers.put(RedisRegisterStore.class, () -> {
            RedisServer redis = new RedisServer();
            closeLater(redis);
            return RedisRegisterStore.open(redis.uri());
        });

        makers.put(WwepTestServer.class, WwepTestServer::start);
        makers.put(WwepServerExtension.class, WwepServerExtension::new);
        makers.put(Answer.class, Answer::none);
        makers.put(Fault.class, () -> new Fault(Fault.close(), Fault.Trigger.ON_ACCEPT, false));
        makers.put(Fault.Effect.class, Fault::close);
        makers.put(Transcript.class, () -> new Transcript(List.of()));
    }

    /** What is called with samples. */
    interface Call {
        @Nullable
        Throwable with(Samples samples) throws Exception;
    }

    /** Calls, and closes what was made for it. */
    static @Nullable Throwable with(Call call) throws Exception {
        Samples samples = new Samples();
        try {
            return call.with(samples);
        } finally {
            samples.closeAll();
        }
    }

    /** A sample of the type. */
    Object of(Class<?> type) {
        Callable<?> maker = makers.get(type);
        try {
            if (maker != null) {
                Object sample = maker.call();
                closeLater(sample);
                return sample;
            }
        } catch (RuntimeException e) {
            throw e; // also what skips a test for a program that is not installed
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
        throw new AssertionError("there is no sample of " + type.getName() + ": add makers.put("
                + type.getSimpleName() + ".class, () -> …) to " + Samples.class.getSimpleName()
                + ", or add it to BY_USERS if users implement it");
    }

    /** Closes something behind the call, if it can be closed. */
    void closeLater(@Nullable Object object) {
        if (object instanceof AutoCloseable closeable) {
            made.add(closeable);
        }
    }

    private void closeAll() throws Exception {
        for (int i = made.size() - 1; i >= 0; i--) {
            made.get(i).close();
        }
    }
}
