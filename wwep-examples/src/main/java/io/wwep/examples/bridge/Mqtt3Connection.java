package io.wwep.examples.bridge;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import com.hivemq.client.mqtt.mqtt3.message.unsubscribe.Mqtt3Unsubscribe;
import io.reactivex.disposables.Disposable;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A connection by MQTT 3.1.1, in which a client cannot limit the size of what the broker sends. */
final class Mqtt3Connection implements BrokerConnection {

    private final Mqtt3AsyncClient client;
    private final Login login;
    private final Message will;
    private final int keepAlive;
    private final Disposable publishes;
    private final OutstandingCalls calls = new OutstandingCalls();

    Mqtt3Connection(Mqtt3AsyncClient client, Login login, Message will, int keepAlive, Listener listener) {
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
                                OptionalLong.empty())),
                        problem -> {}); // the connection has ended, of which the listener hears
    }

    @Override
    public CompletableFuture<Void> connect() {
        Mqtt3Connect connect = Mqtt3Connect.builder()
                .cleanSession(true)
                .keepAlive(keepAlive)
                .simpleAuth(login.forMqtt3())
                .willPublish(publishOf(will))
                .build();
        return calls.add(client.connect(connect))
                .whenComplete((accepted, problem) -> login.forget())
                .thenApply(accepted -> null);
    }

    private static Mqtt3Publish publishOf(Message message) {
        return Mqtt3Publish.builder()
                .topic(message.topic())
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(message.isRetained())
                .payload(message.bytes())
                .build();
    }

    @Override
    public CompletableFuture<Void> subscribe(String filter) {
        return calls.add(client.subscribe(Mqtt3Subscribe.builder()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .build()))
                .thenApply(accepted -> null);
    }

    @Override
    public CompletableFuture<Void> unsubscribe(String filter) {
        return calls.add(client.unsubscribe(
                Mqtt3Unsubscribe.builder().topicFilter(filter).build()));
    }

    @Override
    public CompletableFuture<Void> publish(Message message) {
        return calls.add(client.publish(publishOf(message))).thenApply(published -> null);
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
