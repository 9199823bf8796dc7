package io.wwep.examples;

/** Gives each press of the button its exchange, in turn, until the presses end. A failed one ends nothing. */
final class LedRun {

    private final LedToggle toggle;
    private final PressQueue presses;
    private final Screen screen;

    LedRun(LedToggle toggle, PressQueue presses, Screen screen) {
        this.toggle = toggle;
        this.presses = presses;
        this.screen = screen;
    }

    /** Shows each press, closes the view and says how it went. The exit code is the first failure's. */
    int show(LedView view) throws InterruptedException {
        int exitCode = ExitCode.ACCEPTED;
        int right = 0;
        int all = 0;
        try (view) {
            while (presses.take()) {
                Press press = toggle.press();
                view.show(press);
                all++;
                if (press.failure() == null) {
                    right++;
                } else if (exitCode == ExitCode.ACCEPTED) {
                    exitCode = press.exitCode();
                }
            }
        }
        screen.line(all
                + (all == 1 ? " press, " : " presses, ")
                + right
                + (right == 1 ? " right reply" : " right replies"));
        return exitCode;
    }
}
