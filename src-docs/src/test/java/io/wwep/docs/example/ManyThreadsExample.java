package io.wwep.docs.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ExchangeOutcome;
import io.wwep.client.ExchangeRecorder;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepListener;
import io.wwep.client.WwepResources;
import io.wwep.client.WwepStatistics;
import io.wwep.protocol.WwepBatchException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One client and many callers, many requests, or many futures. */
class ManyThreadsExample extends LabExample {

    @Test
    void manyThreads() throws Exception {
        ExecutorService gateway = Executors.newFixedThreadPool(8);
        List<Future<?>> sensors = new ArrayList<>();
        // tag::threads[]
        try (WwepClient client = WwepClient.create("wwep.local").build()) { // one for the whole gateway
            for (int sensor = 0; sensor < 64; sensor++) {
                int register = sensor;
                sensors.add(gateway.submit(() -> {
                    client.write(0x0FAC, register, 1); // on any thread
                    return client.read(0x0FAC, register);
                }));
            }
            // end::threads[]
            for (Future<?> sensor : sensors) {
                assertThat(sensor.get()).isEqualTo(1);
            }
            // tag::threads[]
        }
        // end::threads[]
        gateway.shutdown();
        assertThat(gateway.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server().statistics().connections()).isEqualTo(1);
    }

    @Test
    void futures() throws Exception {
        ExecutorService workers = Executors.newSingleThreadExecutor();
        // tag::futures[]
        try (WwepClient client =
                WwepClient.create("wwep.local").executor(workers).build()) {
            CompletableFuture<Integer> value =
                    client.writeAsync(0x0FAC, 0x05, 1).thenCompose(written -> client.readAsync(0x0FAC, 0x05));
            // end::futures[]
            assertThat(value.get()).isEqualTo(1);
            // tag::futures[]
        }
        // end::futures[]
        workers.shutdown();
        assertThat(workers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void batches() throws Exception {
        try (WwepClient client = WwepClient.create("wwep.local").build()) {
            assertThat(pollAll(client, List.of(WwepRequest.write(0x0FAC, 0, 7), WwepRequest.read(0x0BAC, 0))))
                    .hasSize(2)
                    .last()
                    .isEqualTo(WwepReply.refused());
        }
    }

    // tag::batch[]
    static List<WwepReply> pollAll(WwepClient client, List<WwepRequest> requests) throws WwepException {
        try {
            return client.exchangeAll(requests); // one reply for each request, in their order; X stands in its place
        } catch (WwepBatchException e) {
            List<WwepReply> came = e.replies(); // to the first of them
            for (int i = came.size(); i < requests.size(); i++) {
                System.err.println(requests.get(i) + ": " + e.delivery(i)); // NOT_SENT or UNKNOWN
            }
            throw e;
        }
    }
    // end::batch[]

    @Test
    void counters() throws Exception {
        try (WwepClient client = WwepClient.create("wwep.local").build()) {
            client.write(0x0FAC, 0x05, 1);
            // tag::statistics[]
            WwepStatistics now = client.statistics();
            System.out.println(now.accepted() + " accepted, " + now.refused() + " refused, " + now.failed()
                    + " failed; " + now.inFlight() + " in flight, " + now.queued() + " queued; the server: "
                    + now.behavior());
            // end::statistics[]
            assertThat(now.accepted()).isEqualTo(1);
        }
    }

    @Test
    @SuppressWarnings("resource") // they are closed with what they share
    void resources() throws Exception {
        // tag::resources[]
        try (WwepResources resources = WwepResources.create()) {
            WwepClient boiler =
                    WwepClient.create("10.0.0.7").resources(resources).build();
            WwepClient lamp =
                    WwepClient.create("wwep.local").resources(resources).build();
            boiler.write(0x0FAC, 0x05, 1);
            lamp.write(0x0FAC, 0x05, 1);
        } // closes both
        // end::resources[]
        assertThat(server().statistics().connections()).isEqualTo(2);
    }

    @Test
    void recorded() throws Exception {
        // tag::recorder[]
        Map<ExchangeOutcome, LongAdder> totals = new ConcurrentHashMap<>();
        ExchangeRecorder recorder = (request, outcome, nanos) ->
                totals.computeIfAbsent(outcome, first -> new LongAdder()).increment();
        try (WwepClient client =
                WwepClient.create("wwep.local").addRecorder(recorder).build()) {
            client.write(0x0FAC, 0x05, 1);
        }
        // end::recorder[]
        assertThat(totals.get(ExchangeOutcome.ACCEPTED)).hasToString("1");
    }

    @Test
    void whatIsTold() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        // tag::listener[]
        WwepListener metrics = new WwepListener() {

            @Override
            public void connected(InetSocketAddress server, InetSocketAddress local) {
                told.add("connected to " + server.getHostString());
            }

            @Override
            public void disconnected(InetSocketAddress server, @Nullable WwepException cause) {
                told.add(cause == null ? "closed" : "lost: " + cause.getMessage());
            }

            @Override
            public void exchanged(WwepRequest request, WwepReply reply, Duration took) {
                told.add(request + " " + reply);
            }
        };
        try (WwepClient client =
                WwepClient.create("wwep.local").addListener(metrics).build()) {
            client.write(0x0FAC, 0x05, 1);
        }
        // end::listener[]
        for (String expected : List.of("connected to wwep.local", "W0FAC050001 A0FAC050001", "closed")) {
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
        }
    }
}
