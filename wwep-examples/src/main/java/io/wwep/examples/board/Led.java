package io.wwep.examples.board;

/** An LED of a board. */
public interface Led {

    /** {@return its number on the board, counted from 0} */
    int number();

    /** Switches it on or off. */
    void light(boolean on);

    /** {@return whether it is on} */
    boolean isLit();
}
