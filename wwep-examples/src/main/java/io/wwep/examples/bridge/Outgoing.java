package io.wwep.examples.bridge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is to be published. Of each retained topic only the newest message is kept, and published again on each new connection; the
 * topics are those of the configuration, so their number is limited by it. Other messages wait up to a maximum, and then replace the
 * oldest. Thread-safe.
 */
final class Outgoing {

    /** The maximum number of messages without a retained topic, such as results of commands. */
    static final int MAX_ONCE = 1_000;

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<String, Message> current = new LinkedHashMap<>();

    /** Topics whose newest message is not published yet. */
    @GuardedBy("lock")
    private final Set<String> unpublished = new LinkedHashSet<>();

    @GuardedBy("lock")
    private final Deque<Message> once = new ArrayDeque<>();

    /** Sets the message of a retained topic, and publishes it. */
    void put(Message message) {
        lock.lock();
        try {
            current.put(message.topic(), message);
            unpublished.add(message.topic());
        } finally {
            lock.unlock();
        }
    }

    /** Stops publishing a retained topic, because its value is no longer current. The broker keeps what it has. */
    void remove(String topic) {
        lock.lock();
        try {
            current.remove(topic);
            unpublished.remove(topic);
        } finally {
            lock.unlock();
        }
    }

    /** Publishes a message once. Returns false if the oldest of these messages had to be dropped. */
    boolean add(Message message) {
        lock.lock();
        try {
            boolean isFull = once.size() >= MAX_ONCE;
            if (isFull) {
                once.removeFirst();
            }
            once.addLast(message);
            return !isFull;
        } finally {
            lock.unlock();
        }
    }

    /** Publishes a message again that was not acknowledged, unless a newer one has replaced it. */
    void again(Message message) {
        lock.lock();
        try {
            Message newest = current.get(message.topic());
            if (message.equals(newest)) {
                unpublished.add(message.topic());
            } else if (newest == null && !message.isValue() && once.size() < MAX_ONCE) {
                once.addFirst(message);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Publishes all retained topics again, this one last. */
    void everythingAgain(String last) {
        lock.lock();
        try {
            unpublished.clear();
            unpublished.addAll(current.keySet());
            unpublished.remove(last);
            if (current.containsKey(last)) {
                unpublished.add(last);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns the next message to publish, or null if there is none. */
    @Nullable
    Message next() {
        lock.lock();
        try {
            Iterator<String> topics = unpublished.iterator();
            if (topics.hasNext()) {
                String topic = topics.next();
                topics.remove();
                return current.get(topic);
            }
            return once.pollFirst();
        } finally {
            lock.unlock();
        }
    }
}
