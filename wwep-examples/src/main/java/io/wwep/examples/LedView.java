package io.wwep.examples;

/** Shows a person what the led program does. */
interface LedView extends AutoCloseable {

    void show(Press press);

    @Override
    void close();
}
