package io.wwep.examples.bridge;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectRestrictions;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.unsubscribe.Mqtt5Unsubscribe;
import io.reactivex.disposables.Disposable;
import java.util.concurrent.CompletableFuture;

/** A connection by MQTT 5. */
final class Mqtt5Connection implements BrokerConnection {

    private final Mqtt5AsyncClient client;
    private final Login login;
    private final Message will;
    private final int keepAlive;
    private final Disposable publishes;
    private final OutstandingCalls calls = new OutstandingCalls();

    Mqtt5Connection(Mqtt5AsyncClient client, Login login, Message will, int keepAlive, Listener listener) {
        this.client = client;
        this.login = login;
        this.will = will;
        this.keepAlive = keepAlive;
        this.publishes = client.toRx()
                .publishes(MqttGlobalPublishFilter.ALL)
                .subscribe(
                        publish -> listener.received(Received.of(
                                publish.getTopic().toString(),
                                publish.getPayload(),
                                publish.isRetain(),
                                publish.getMessageExpiryInterval())),
                        problem -> {}); // the connection has ended, of which the listener hears
    }

    @Override
    public CompletableFuture<Void> connect() {
        Mqtt5Connect connect = Mqtt5Connect.builder()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive(keepAlive)
                .restrictions(Mqtt5ConnectRestrictions.builder()
                        .maximumPacketSize(BrokerSettings.MAX_PACKET)
                        .receiveMaximum(BrokerSettings.MAX_UNACKNOWLEDGED)
                        .build())
                .simpleAuth(login.forMqtt5())
                .willPublish(publishOf(will))
                .build();
        return calls.add(client.connect(connect))
                .whenComplete((accepted, problem) -> login.forget())
                .thenApply(accepted -> null);
    }

    private static Mqtt5Publish publishOf(Message message) {
        return Mqtt5Publish.builder()
                .topic(message.topic())
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(message.isRetained())
                .payload(message.bytes())
                .build();
    }

    @Override
    public CompletableFuture<Void> subscribe(String filter) {
        return calls.add(client.subscribe(Mqtt5Subscribe.builder()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .build()))
                .thenApply(accepted -> null);
    }

    @Override
    public CompletableFuture<Void> unsubscribe(String filter) {
        return calls.add(client.unsubscribe(
                        Mqtt5Unsubscribe.builder().topicFilter(filter).build()))
                .thenApply(accepted -> null);
    }

    @Override
    public CompletableFuture<Void> publish(Message message) {
        return calls.add(client.publish(publishOf(message)))
                .thenCompose(result -> result.getError()
                        .map(CompletableFuture::<Void>failedFuture)
                        .orElseGet(() -> CompletableFuture.completedFuture(null)));
    }

    @Override
    public void release() {
        publishes.dispose();
        calls.cancel();
    }

    @Override
    public CompletableFuture<Void> disconnect() {
        return client.disconnect();
    }
}
