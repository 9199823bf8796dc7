package io.wwep.examples;

/** What a press of a button leads to. */
interface PressAction {

    /**
     * Does it.
     *
     * @param number which press it is, counted from 1
     */
    Press press(int number);
}
