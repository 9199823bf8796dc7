package io.wwep.examples;

/** The action of a button. */
interface PressAction {

    /**
     * Runs the action.
     *
     * @param number the number of the press, counted from 1
     */
    Press press(int number);
}
