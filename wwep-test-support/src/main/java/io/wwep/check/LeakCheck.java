package io.wwep.check;

import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test, or a test class, that leaves a thread or a socket behind.
 *
 * <p>What is on its way out gets {@value #GRACE_MILLIS} ms to go: a thread ends shortly after what
 * it waited for, not with it.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);
    private static final long GRACE_MILLIS = 3_000;

    @Override
    public void beforeAll(ExtensionContext context) {
        remember(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        remember(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        compare(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        compare(context);
    }

    private static void remember(ExtensionContext context) {
        context.getStore(NAMESPACE).put(context.getUniqueId(), Resources.now());
    }

    private static void compare(ExtensionContext context) throws InterruptedException {
        Resources before = context.getStore(NAMESPACE).remove(context.getUniqueId(), Resources.class);
        if (before == null) {
            return;
        }
        long end = System.nanoTime() + GRACE_MILLIS * 1_000_000;
        Set<String> left = Resources.now().since(before);
        while (!left.isEmpty() && System.nanoTime() < end) {
            // Nothing tells that a socket was closed by another thread: looking again is all there is.
            Thread.sleep(10);
            left = Resources.now().since(before);
        }
        if (!left.isEmpty()) {
            throw new AssertionError(context.getDisplayName() + " left behind:\n  " + String.join("\n  ", left));
        }
    }
}
