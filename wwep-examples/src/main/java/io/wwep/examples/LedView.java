package io.wwep.examples;

import io.wwep.examples.board.Press;

/** Shows the user what the led programs do. */
interface LedView extends AutoCloseable {

    void show(Press press);

    /**
     * Shows that a connection was opened.
     *
     * @param connection its two endpoints, as text
     */
    void connected(String connection);

    @Override
    void close();
}
