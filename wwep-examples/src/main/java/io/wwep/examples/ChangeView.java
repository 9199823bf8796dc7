package io.wwep.examples;

/** Shows the user what watched registers hold. */
interface ChangeView extends AutoCloseable {

    void show(Change change);

    @Override
    void close();
}
