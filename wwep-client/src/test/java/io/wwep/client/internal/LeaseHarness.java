package io.wwep.client.internal;

import io.wwep.client.ConnectionBehavior;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The sender and the reader of an {@link Endpoint} over in-memory transports, without its loop: the test decides which
 * thread takes which lease, and when.
 */
final class LeaseHarness {

    final Settings settings = EngineSettings.usual();
    final NotedEvents events = new NotedEvents();
    final Closing closing = new Closing();
    final Calls calls = new Calls(settings, events, closing);
    final MemoryTransport transport;
    final Connection connection;
    private final ServerConnection server =
            new ServerConnection(settings, ConnectionBehavior.KEEP_ALIVE, events, closing);
    private final Completion completion = new Completion(
            Runnable::run,
            settings.resources(),
            events,
            new Recording(settings.server(), List.of()),
            closing,
            due -> {});
    final Handover handover = new Handover(settings, server, calls, completion, call -> {});
    final RequestSender sender = new RequestSender(settings, server, calls, completion, handover);
    final ReplyReader reader = new ReplyReader(server, calls, completion, handover);

    /** For tests of the loop itself; it does not start before it is used. */
    final LoopHandler loop = new LoopHandler(settings, sender, reader, handover, calls, server, completion, closing);

    /** A client that is connected, and knows that the server keeps connections: many requests may be in flight. */
    LeaseHarness() {
        this(new MemoryTransport());
    }

    LeaseHarness(MemoryTransport transport) {
        this.transport = transport;
        connection = new Connection(1, transport, System.nanoTime(), 1, settings, closing);
        calls.install(connection, EngineSettings.MAX_IN_FLIGHT);
        connection.markUsed(System.nanoTime());
    }

    /** Calls on another thread, which sends and reads as needed. */
    CompletableFuture<WwepReply> callInThread(WwepRequest request) {
        CompletableFuture<WwepReply> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(call(SampleCalls.of(request)));
            } catch (WwepException | RuntimeException | Error e) {
                outcome.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return outcome;
    }

    /** Calls on the current thread, as {@link Endpoint} does. */
    WwepReply call(Call call) throws WwepException {
        boolean reads = calls.submit(call, true) && sender.send(call, call.waiter.ended, System.nanoTime());
        while (!call.isDone()) {
            Next next = reads ? Next.READ : calls.tryAny(call);
            reads = false;
            switch (next) {
                case READ -> reader.read(connection, call);
                case SEND -> reads = sender.send(call, call.waiter.ended, System.nanoTime());
                default -> {
                    if (!call.waiter.takeOffer()) {
                        call.waiter.park(call, call.deadline().left());
                    }
                }
            }
        }
        WwepException failure = call.failure();
        if (failure != null && !call.isAnswered()) {
            throw failure;
        }
        return call.reply(0);
    }
}
