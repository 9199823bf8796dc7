package io.wwep.client.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Distinguishes virtual threads, which Java 17 does not have, from platform threads. */
final class VirtualThreads {

    private VirtualThreads() {}

    /** Initialized only for a thread whose class is not {@link Thread} itself, which holds for all virtual threads. */
    private static final class Jdk {

        static final @Nullable MethodHandle IS_VIRTUAL = find();

        private static @Nullable MethodHandle find() {
            try {
                return MethodHandles.lookup()
                        .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
            } catch (ReflectiveOperationException e) {
                return null;
            }
        }
    }

    static boolean isVirtual(Thread thread) {
        if (thread.getClass() == Thread.class) {
            return false;
        }
        MethodHandle isVirtual = Jdk.IS_VIRTUAL;
        try {
            return isVirtual != null && (boolean) isVirtual.invokeExact(thread);
        } catch (Throwable e) {
            throw new IllegalStateException("Thread.isVirtual failed", e);
        }
    }
}
