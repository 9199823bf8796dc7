package io.wwep.check;

/** Creates virtual threads in tests that are compiled for Java 17. */
public final class VirtualThreads {

    private VirtualThreads() {}

    /**
     * Returns an unstarted thread: a virtual one on Java 21 and later, otherwise a platform thread.
     *
     * @param work the task
     * @param name its name
     */
    public static Thread orPlatform(Runnable work, String name) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object named = type.getMethod("name", String.class).invoke(builder, name);
            return (Thread) type.getMethod("unstarted", Runnable.class).invoke(named, work);
        } catch (NoSuchMethodException e) { // before Java 21
            return new Thread(work, name);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
