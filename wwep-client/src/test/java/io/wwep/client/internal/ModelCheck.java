package io.wwep.client.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jetbrains.lincheck.Lincheck;

/**
 * Explores how the threads of a client may interleave, with Lincheck: it runs each scenario again and again, each time with
 * other switches between the threads, at each lock, each wait and each access to what they share. After each run, and at each
 * step of {@link ModelClient}, no call may be lost, end twice or meet another call's reply, and no lease may have two holders or
 * be left behind; that all threads wait for each other is found too. Prints a report, with the interleaving of each fault.
 *
 * <p>Lincheck rather than jcstress: a fault here is a rare order of many steps of several threads, such as a wake-up that comes before
 * its wait. Lincheck brings such orders about itself and shows the one that failed, and that all threads wait is a result too. jcstress
 * leaves the order to the hardware, and is made for what Lincheck does not see: effects of the memory model on a few accesses. But all
 * state here is guarded by one lock, or volatile.
 *
 * <p>A program, not a test: Lincheck changes the classes of its JVM, and gives each run 10 s, which a busy machine may not have.
 *
 * <p>Arguments: how many interleavings of each scenario, and the scenarios, by parts of their names; default: 300 of all.
 */
final class ModelCheck {

    /** Outcomes are kept as system properties: Lincheck sets back what else a run has changed, before the next. */
    private static final String OUTCOME = "wwep.model.";

    private final Map<String, Supplier<Runnable>> scenarios = new LinkedHashMap<>();

    private ModelCheck() {
        addCalls();
        addLosses();
        addStops();
        addFutures();
        addLoop();
    }

    private void addCalls() {
        add(
                "a read and a write share the connection",
                2,
                client -> List.of(client.calling(ModelClient.read(1)), client.calling(ModelClient.write(2))));
        add(
                "a read and a write go one after the other",
                1,
                client -> List.of(client.calling(ModelClient.read(1)), client.calling(ModelClient.write(2))));
        add(
                "a batch larger than the window, and a read",
                2,
                client -> List.of(client.calling(ModelClient.read(1, 2, 3)), client.calling(ModelClient.read(4))));
        add(
                "three callers",
                2,
                client -> List.of(
                        client.calling(ModelClient.read(1)),
                        client.calling(ModelClient.write(2)),
                        client.calling(ModelClient.read(3))));
    }

    private void addLosses() {
        add(
                "the server ends the connection",
                2,
                client -> List.of(
                        client.calling(ModelClient.read(1)),
                        client.calling(ModelClient.write(2)),
                        client::breakConnection));
        add(
                "the server resets the connection",
                2,
                client -> List.of(
                        client.calling(ModelClient.read(1)),
                        client.calling(ModelClient.write(2)),
                        client::resetConnection));
        add(
                "the server ends the connection in a batch",
                1,
                client -> List.of(client.calling(ModelClient.read(1, 2)), client::breakConnection));
        add("the server answers the silence before a late request", 1, client -> {
            client.answerSilence();
            return List.of(client.calling(ModelClient.write(1)), client.calling(ModelClient.write(2)));
        });
        add("the server answers the silence before a batch, and the client is closed", 1, client -> {
            client.answerSilence();
            return List.of(client.calling(ModelClient.read(1, 2)), client::close);
        });
        add("the server answers the silence before a late request, and resets the connection", 1, client -> {
            client.answerSilence();
            return List.of(
                    client.calling(ModelClient.read(1)), client.calling(ModelClient.write(2)), client::resetConnection);
        });
        add(
                "the client is closed",
                2,
                client -> List.of(
                        client.calling(ModelClient.read(1)), client.calling(ModelClient.write(2)), client::close));
        add(
                "the client is closed as the server ends the connection",
                2,
                client -> List.of(client.calling(ModelClient.read(1)), client::breakConnection, client::close));
    }

    private void addStops() {
        for (AbandonReason why : List.of(AbandonReason.INTERRUPTED, AbandonReason.OUT_OF_TIME)) {
            String caller = why == AbandonReason.INTERRUPTED ? "a caller is interrupted" : "a caller's time is over";
            add(caller, 2, client -> {
                Call stopped = ModelClient.read(2);
                return List.of(
                        client.calling(ModelClient.read(1)), client.calling(stopped), () -> client.stop(stopped, why));
            });
            add(caller + " while it waits to write", 1, client -> {
                Call stopped = ModelClient.write(2);
                return List.of(
                        client.calling(ModelClient.read(1)), client.calling(stopped), () -> client.stop(stopped, why));
            });
            add(caller + " in a batch larger than the window", 2, client -> {
                Call stopped = ModelClient.read(2, 3, 4);
                return List.of(
                        client.calling(ModelClient.read(1)), client.calling(stopped), () -> client.stop(stopped, why));
            });
            add(caller + " as the server ends the connection", 2, client -> {
                Call stopped = ModelClient.read(2);
                return List.of(
                        client.calling(ModelClient.read(1)),
                        client.calling(stopped),
                        () -> client.stop(stopped, why),
                        client::breakConnection);
            });
        }
    }

    private void addFutures() {
        addFuture("a future is cancelled", 2, future -> client -> List.of(() -> client.cancel(future)));
        addFuture("a future expires", 2, future -> client -> List.of(client::expire));
        addFuture(
                "a future is cancelled and the client is closed",
                1,
                future -> client -> List.of(() -> client.cancel(future), client::close));
        addFuture(
                "a future expires and the client is closed",
                1,
                future -> client -> List.of(client::expire, client::close));
        addFuture(
                "a future is cancelled and the server ends the connection",
                2,
                future -> client -> List.of(() -> client.cancel(future), client::breakConnection));
        addFuture(
                "a future expires and the server ends the connection",
                2,
                future -> client -> List.of(client::expire, client::breakConnection));
    }

    /** Adds a scenario with a future that the loop has not sent yet, a caller, and other works. */
    private void addFuture(String name, int window, Function<Call, Function<ModelClient, List<Work>>> others) {
        add(name, window, client -> {
            Call future = ModelClient.future(2);
            client.request(future);
            List<Work> works = new ArrayList<>(List.of(client.calling(ModelClient.read(1))));
            works.addAll(others.apply(future).apply(client));
            return works;
        });
    }

    /** Adds scenarios in which the event loop is a thread too. */
    private void addLoop() {
        addWithLoop("the loop sends and reads for a future while a caller calls", 2, client -> {
            Call future = ModelClient.future(2);
            return List.of(client.calling(ModelClient.read(1)), () -> client.request(future));
        });
        addWithLoop("the loop watches, and a future is requested while a caller calls", 2, client -> {
            client.watch();
            Call future = ModelClient.future(2);
            return List.of(client.calling(ModelClient.read(1)), () -> client.request(future));
        });
        addWithLoop("the loop watches, and a future is requested in a burst while a caller calls", 2, client -> {
            client.watch();
            client.beginBurst();
            Call future = ModelClient.future(2);
            return List.of(client.calling(ModelClient.read(1)), () -> client.request(future));
        });
        addWithLoop("the loop watches, and two futures are requested, one after the other", 1, client -> {
            client.watch();
            Call first = ModelClient.future(1);
            Call second = ModelClient.future(2);
            return List.of(() -> client.request(first), () -> client.request(second));
        });
        addWithLoop("the loop watches, and a requested future is cancelled while a caller calls", 2, client -> {
            client.watch();
            Call future = ModelClient.future(2);
            return List.of(client.calling(ModelClient.read(1)), () -> {
                client.request(future);
                client.cancel(future);
            });
        });
        addWithLoop("the loop watches, and a requested future expires while a caller calls", 2, client -> {
            client.watch();
            Call future = ModelClient.future(2);
            return List.of(client.calling(ModelClient.write(1)), () -> {
                client.request(future);
                client.expire();
            });
        });
        addWithLoop("the loop watches, and a future is requested as the server ends the connection", 2, client -> {
            client.watch();
            Call future = ModelClient.future(2);
            return List.of(() -> client.request(future), client::breakConnection);
        });
        addWithLoop("the loop watches, and the server ends the connection while a caller calls", 2, client -> {
            client.watch();
            return List.of(client.calling(ModelClient.read(1)), client::breakConnection);
        });
        addWithLoop("the loop reads for a future and a caller as the server ends the connection", 2, client -> {
            Call future = ModelClient.future(2);
            client.request(future);
            return List.of(client.calling(ModelClient.read(1)), client::breakConnection);
        });
        addWithLoop("the loop reads for a future and a caller, who is interrupted", 2, client -> {
            Call future = ModelClient.future(2);
            client.request(future);
            Call stopped = ModelClient.read(1);
            return List.of(client.calling(stopped), () -> client.stop(stopped, AbandonReason.INTERRUPTED));
        });
        addWithLoop("the loop reads for a future and a caller as the client is closed", 2, client -> {
            Call future = ModelClient.future(2);
            client.request(future);
            return List.of(client.calling(ModelClient.read(1)), client::close);
        });
        addWithLoop("the loop watches, and a future is requested as the client is closed", 2, client -> {
            client.watch();
            Call future = ModelClient.future(2);
            return List.of(() -> client.request(future), client::close);
        });
    }

    /** One thing that a thread does. */
    interface Work {
        void run() throws InterruptedException;
    }

    /** Adds a scenario: what the threads do with a client whose connection allows this many requests in flight. */
    private void add(String name, int window, Function<ModelClient, List<Work>> threads) {
        scenarios.put(name, () -> scenario(ModelClient.connections(null), window, false, threads));
    }

    /** As {@link #add}, with the event loop as one more thread. */
    private void addWithLoop(String name, int window, Function<ModelClient, List<Work>> threads) {
        scenarios.put(name, () -> {
            try (SocketChannel channel = SocketChannel.open()) {
                return scenario(ModelClient.connections(channel), window, true, threads);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Runnable scenario(
            List<Connection> connections, int window, boolean hasLoop, Function<ModelClient, List<Work>> threads) {
        return () -> {
            ModelClient client = new ModelClient(connections, window, hasLoop);
            run(client.withLoop(threads.apply(client)));
            client.finish();
            System.setProperty(OUTCOME + client.outcome(), "");
        };
    }

    private static void run(List<Work> works) {
        List<Thread> threads = new ArrayList<>();
        for (Work work : works) {
            threads.add(new Thread(() -> {
                try {
                    work.run();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Explores a scenario, and prints what came of its calls, or the fault; returns whether there was none. */
    private static boolean explore(String name, Runnable scenario, int interleavings) {
        System.getProperties().keySet().removeIf(key -> String.valueOf(key).startsWith(OUTCOME));
        long start = System.nanoTime();
        try {
            Lincheck.runConcurrentTest(interleavings, scenario);
        } catch (RuntimeException | Error e) { // the other scenarios may have more
            System.out.println(name + ": FAULT: " + e.getMessage());
            return false;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        TreeSet<String> outcomes = new TreeSet<>();
        for (String key : System.getProperties().stringPropertyNames()) {
            if (key.startsWith(OUTCOME)) {
                outcomes.add(key.substring(OUTCOME.length()));
            }
        }
        System.out.println(
                name + ": up to " + interleavings + " interleavings, " + millis + " ms, no fault; the calls ended as");
        for (String outcome : outcomes) {
            System.out.println("    " + outcome);
        }
        return true;
    }

    public static void main(String[] arguments) {
        int interleavings = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300;
        int explored = 0;
        int faults = 0;
        Map<String, Supplier<Runnable>> scenarios = new ModelCheck().scenarios;
        for (Map.Entry<String, Supplier<Runnable>> each : scenarios.entrySet()) {
            boolean wanted = arguments.length < 2;
            for (int i = 1; i < arguments.length; i++) {
                wanted |= each.getKey().contains(arguments[i]);
            }
            if (wanted) {
                explored++;
                faults += explore(each.getKey(), each.getValue().get(), interleavings) ? 0 : 1;
            }
        }
        if (explored == 0) {
            System.err.println("model-check: no scenario has this in its name; the scenarios are:");
            scenarios.keySet().forEach(name -> System.err.println("    " + name));
        } else {
            System.out.println("scenarios: " + explored + ", with a fault: " + faults);
        }
        System.exit(explored == 0 ? 2 : faults > 0 ? 1 : 0);
    }
}
