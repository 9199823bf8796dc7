package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Collects the events of an outbox as texts, such as {@code sent 0B=[5]}. */
final class OutboxEventLog implements OutboxListener {

    private static final long LIMIT_SECONDS = 20;

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    /** Returns the next event that no one took yet. */
    String next() throws InterruptedException {
        String event = events.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(event).as("the next event").isNotNull();
        return event;
    }

    /** Returns the events that no one took yet. */
    List<String> rest() {
        return List.copyOf(events);
    }

    @Override
    public void sent(OutboxWrite write) {
        events.add("sent " + text(write));
    }

    @Override
    public void refused(OutboxWrite write, String reason) {
        events.add("refused " + text(write) + " " + reason);
    }

    @Override
    public void expired(OutboxWrite write) {
        events.add("expired " + text(write));
    }

    @Override
    public void superseded(OutboxWrite write, OutboxWrite by) {
        events.add("superseded " + text(write) + " by " + text(by));
    }

    @Override
    public void dropped(OutboxWrite write) {
        events.add("dropped " + text(write));
    }

    @Override
    public void resent(OutboxWrite write, List<Integer> found) {
        events.add("resent " + text(write) + " found " + found);
    }

    private static String text(OutboxWrite write) {
        return String.format("%02X=%s", write.register(), write.values());
    }
}
