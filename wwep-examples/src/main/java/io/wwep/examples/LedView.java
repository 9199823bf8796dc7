package io.wwep.examples;

/** Shows a person what the led programs do. */
interface LedView extends AutoCloseable {

    void show(Press press);

    /**
     * A connection was opened.
     *
     * @param connection its two ends, in words
     */
    void connected(String connection);

    @Override
    void close();
}
