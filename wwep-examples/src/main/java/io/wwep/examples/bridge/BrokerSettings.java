package io.wwep.examples.bridge;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import io.reactivex.plugins.RxJavaPlugins;
import io.wwep.examples.bridge.config.MqttConfig;
import io.wwep.examples.bridge.config.MqttProtocol;
import io.wwep.examples.input.HandshakeLimit;
import io.wwep.tls.ManagerFactories;
import io.wwep.tls.TlsMaterialException;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections to the broker of a configuration. Passwords and certificates are read again for each connection. */
final class BrokerSettings {

    /** Limits what a broker can make us keep, as far as MQTT 5 brokers respect it. Discovery messages are the largest that we read. */
    static final int MAX_PACKET = 16 * 1024;

    /** Limits how many messages the broker may send before we have acknowledged one (MQTT 5). */
    static final int MAX_UNACKNOWLEDGED = 100;

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.bridge");

    private static final int CONNECT_SECONDS = 5;

    /** Runs the network thread of the MQTT client, which ends with its connection. */
    private static final Executor NETWORK = task -> {
        Thread thread = new Thread(task, "wwep-bridge-network");
        thread.setDaemon(true);
        thread.start();
    };

    static {
        // What the MQTT client reports after its call was cancelled would otherwise be printed with a stack trace.
        if (RxJavaPlugins.getErrorHandler() == null) {
            RxJavaPlugins.setErrorHandler(problem -> LOG.debug("after a connection had ended", problem));
        }
    }

    private final MqttConfig config;
    private final Timing timing;
    private final @Nullable WwepTls tls;

    /**
     * Reads the certificates once, so that a problem with them is reported at the start.
     *
     * @throws TlsMaterialException if they cannot be used
     */
    BrokerSettings(MqttConfig config, Timing timing) {
        this.config = config;
        this.timing = timing;
        this.tls = config.isTls() ? tls(config) : null;
    }

    private static WwepTls tls(MqttConfig config) {
        WwepTls tls = config.ca() == null ? WwepTls.trustingSystem() : WwepTls.trusting(config.ca());
        Path certificate = config.certificate();
        Path key = config.key();
        return certificate == null || key == null ? tls : tls.identity(certificate, key);
    }

    /**
     * Creates a connection, which is not open yet.
     *
     * @throws IOException if the password cannot be read
     */
    BrokerConnection connection(BrokerConnection.Listener listener) throws IOException {
        byte[] password = config.password() == null ? null : config.password().read();
        Login login = new Login(config.user(), password);
        MqttClientBuilder client = client().addDisconnectedListener(context -> listener.lost(Loss.of(context)));
        Message will = Message.retained(new Topics(config.prefix()).bridgeState(), Topics.OFFLINE);
        int keepAlive = Math.toIntExact(timing.keepAlive().toSeconds());
        return config.protocol() == MqttProtocol.V5
                ? new Mqtt5Connection(client.useMqttVersion5().buildAsync(), login, will, keepAlive, listener)
                : new Mqtt3Connection(client.useMqttVersion3().buildAsync(), login, will, keepAlive, listener);
    }

    private MqttClientBuilder client() {
        MqttClientSslConfig secure = tls == null
                ? null
                : MqttClientSslConfig.builder()
                        .trustManagerFactory(ManagerFactories.of(tls).trust())
                        .keyManagerFactory(ManagerFactories.of(tls).identity().orElse(null))
                        .handshakeTimeout(HandshakeLimit.TIME.toSeconds(), TimeUnit.SECONDS)
                        .build();
        return MqttClient.builder()
                .identifier(config.clientId())
                .executorConfig(MqttClientExecutorConfig.builder()
                        .nettyExecutor(NETWORK)
                        .nettyThreads(1)
                        .build())
                .transportConfig(MqttClientTransportConfig.builder()
                        .serverHost(config.host())
                        .serverPort(config.port())
                        .sslConfig(secure)
                        .socketConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .mqttConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .build());
    }

    String clientId() {
        return config.clientId();
    }

    String broker() {
        return config.address();
    }
}
