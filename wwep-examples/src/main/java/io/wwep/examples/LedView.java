package io.wwep.examples;

/** Shows a person what the led programs do. */
interface LedView extends AutoCloseable {

    void show(Press press);

    @Override
    void close();
}
