package io.wwep.client.internal;

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
 * be left behind; that all threads wait for each other is found too. Prints a report; fails with the interleaving of a fault.
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
        add("a future is cancelled", 2, client -> {
            Call future = ModelClient.future(2);
            client.submit(future);
            return List.of(client.calling(ModelClient.read(1)), () -> client.leave(future, AbandonReason.CANCELLED));
        });
        add("a future expires", 2, client -> {
            Call future = ModelClient.future(2);
            client.submit(future);
            return List.of(client.calling(ModelClient.read(1)), client::expire);
        });
        add("a future is cancelled and the client is closed", 1, client -> {
            Call future = ModelClient.future(2);
            client.submit(future);
            return List.of(
                    client.calling(ModelClient.read(1)),
                    () -> client.leave(future, AbandonReason.CANCELLED),
                    client::close);
        });
    }

    /** One thing that a thread does. */
    interface Work {
        void run() throws InterruptedException;
    }

    /** Adds a scenario: what the threads do with a client whose connection allows this many requests in flight. */
    private void add(String name, int window, Function<ModelClient, List<Work>> threads) {
        scenarios.put(name, () -> {
            List<Connection> connections = ModelClient.connections();
            return () -> {
                ModelClient client = new ModelClient(connections, window);
                run(threads.apply(client));
                client.finish();
                System.setProperty(OUTCOME + client.outcome(), "");
            };
        });
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

    /** Explores a scenario, and prints what came of its calls. */
    private static void explore(String name, Runnable scenario, int interleavings) {
        System.getProperties().keySet().removeIf(key -> String.valueOf(key).startsWith(OUTCOME));
        long start = System.nanoTime();
        Lincheck.runConcurrentTest(interleavings, scenario);
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
    }

    public static void main(String[] arguments) {
        int interleavings = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300;
        int explored = 0;
        Map<String, Supplier<Runnable>> scenarios = new ModelCheck().scenarios;
        for (Map.Entry<String, Supplier<Runnable>> each : scenarios.entrySet()) {
            boolean wanted = arguments.length < 2;
            for (int i = 1; i < arguments.length; i++) {
                wanted |= each.getKey().contains(arguments[i]);
            }
            if (wanted) {
                explored++;
                explore(each.getKey(), each.getValue().get(), interleavings);
            }
        }
        if (explored == 0) {
            System.err.println("model-check: no scenario has this in its name; the scenarios are:");
            scenarios.keySet().forEach(name -> System.err.println("    " + name));
        } else {
            System.out.println("scenarios without a fault: " + explored);
        }
        System.exit(explored > 0 ? 0 : 2);
    }
}
