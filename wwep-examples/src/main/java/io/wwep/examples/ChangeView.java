package io.wwep.examples;

/** Shows the changes of watched registers. */
interface ChangeView extends AutoCloseable {

    void show(Change change);

    @Override
    void close();
}
