package io.wwep.benchmarks.client;

import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.exceptions.ModbusExecutionException;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterRequest;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterResponse;
import com.digitalpetri.modbus.tcp.client.NettyTcpClientTransport;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** digitalpetri's Modbus client, based on Netty; matches replies by transaction id. */
public final class DigitalpetriModbus implements ClientUnderTest {

    private static final int UNIT = 1;
    private static final WriteSingleRegisterRequest REQUEST = new WriteSingleRegisterRequest(0x0B, 0x1234);

    @Override
    public String name() {
        return "digitalpetri modbus " + Versions.of("digitalpetri-modbus");
    }

    @Override
    public Wire wire() {
        return Wire.MODBUS;
    }

    @Override
    public List<String> jars() {
        return List.of("modbus-tcp-", "modbus-", "netty-", "strict-machine-", "slf4j-api-");
    }

    @Override
    public Optional<String> unsupportedReason(Work work, boolean tls) {
        return tls && work == Work.CONNECT ? Optional.of("does not resume sessions") : Optional.empty();
    }

    @Override
    public Session open(Target target) throws Exception {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        return connect(target, loop, true);
    }

    /** The connections share their threads, as by default. */
    @Override
    public Session openEach(Target target) {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        return new Session() {
            @Override
            public void exchange() throws Exception {
                OpenClient client = connect(target, loop, false);
                client.exchange();
                client.close();
            }

            @Override
            public void close() {
                end(loop);
            }
        };
    }

    private static void end(EventLoopGroup loop) {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static OpenClient connect(Target target, EventLoopGroup loop, boolean itsOwn) throws Exception {
        Path ca = target.ca();
        KeyManagerFactory emptyKeys = withoutKeys();
        TrustManagerFactory trusted = ca == null ? null : RawTls.trustManagers(ca);
        ModbusTcpClient client = ModbusTcpClient.create(
                NettyTcpClientTransport.create(transport -> {
                    transport.setHostname(Target.HOST);
                    transport.setPort(target.port());
                    transport.setConnectPersistent(false);
                    transport.setEventLoopGroup(loop);
                    if (trusted != null) {
                        transport.setTlsEnabled(true);
                        transport.setKeyManagerFactory(emptyKeys);
                        transport.setTrustManagerFactory(trusted);
                    }
                }),
                config -> config.setRequestTimeout(Duration.ofSeconds(20)));
        client.connect();
        return new OpenClient(client, loop, itsOwn);
    }

    private static KeyManagerFactory withoutKeys() throws Exception {
        KeyStore empty = KeyStore.getInstance(KeyStore.getDefaultType());
        empty.load(null, null);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(empty, new char[0]);
        return factory;
    }

    private record OpenClient(ModbusTcpClient client, EventLoopGroup loop, boolean itsOwn) implements Session {

        @Override
        public int warmUpFactor() {
            return 4;
        }

        @Override
        public void exchange() throws Exception {
            verify(client.writeSingleRegister(UNIT, REQUEST));
        }

        @Override
        public void exchangeAll(int count) throws Exception {
            List<CompletableFuture<WriteSingleRegisterResponse>> replies = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                replies.add(exchangeAsync());
            }
            for (CompletableFuture<WriteSingleRegisterResponse> reply : replies) {
                verify(reply.get(30, TimeUnit.SECONDS));
            }
        }

        @Override
        public CompletableFuture<WriteSingleRegisterResponse> exchangeAsync() {
            return client.writeSingleRegisterAsync(UNIT, REQUEST).toCompletableFuture();
        }

        @Override
        public void verify(Object reply) throws UnexpectedReplyException {
            if (!(reply instanceof WriteSingleRegisterResponse written) || written.value() != 0x1234) {
                throw new UnexpectedReplyException(reply);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                client.disconnect();
            } catch (ModbusExecutionException e) {
                throw new IOException(e);
            } finally {
                if (itsOwn) {
                    end(loop);
                }
            }
        }
    }
}
