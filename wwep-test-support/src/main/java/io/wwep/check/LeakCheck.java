package io.wwep.check;

import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test or test class that leaks a thread or a socket.
 *
 * <p>Waits up to {@value #GRACE_MILLIS} ms for threads and sockets that are about to end.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);
    private static final long GRACE_MILLIS = 3_000;

    @Override
    public void beforeAll(ExtensionContext context) {
        snapshot(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        snapshot(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        compare(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        compare(context);
    }

    private static void snapshot(ExtensionContext context) {
        context.getStore(NAMESPACE).put(context.getUniqueId(), Resources.now());
    }

    private static void compare(ExtensionContext context) throws InterruptedException {
        Resources before = context.getStore(NAMESPACE).remove(context.getUniqueId(), Resources.class);
        if (before == null) {
            return;
        }
        long end = System.nanoTime() + GRACE_MILLIS * 1_000_000;
        Set<String> leaks = Resources.now().since(before);
        while (!leaks.isEmpty() && System.nanoTime() < end) {
            // Polls, because there is no event when another thread closes a socket.
            Thread.sleep(10);
            leaks = Resources.now().since(before);
        }
        if (!leaks.isEmpty()) {
            throw new AssertionError(context.getDisplayName() + " leaked:\n  " + String.join("\n  ", leaks));
        }
    }
}
