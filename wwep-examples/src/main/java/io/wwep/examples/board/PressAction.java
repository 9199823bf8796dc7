package io.wwep.examples.board;

/** The action of a button. */
public interface PressAction {

    /**
     * Runs the action.
     *
     * @param number the number of the press, counted from 1
     */
    Press press(int number);
}
