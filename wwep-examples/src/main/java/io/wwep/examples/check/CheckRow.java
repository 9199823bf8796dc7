package io.wwep.examples.check;

/**
 * One row of a report. Texts from the server show bytes other than printable ASCII as {@code \xNN}.
 *
 * @param name such as {@code write-echo}
 * @param exercise the exercise that it belongs to, such as {@code 6.4}
 * @param sent the messages sent, separated by commas
 * @param expected the replies expected, separated by commas
 * @param got the replies received, separated by commas; at most 64 characters of each
 * @param millis how long it took
 * @param why what to look at after a failure, why it was skipped, or a remark; may be empty
 * @param source the part of the course's chapter 6 that asks for it
 */
public record CheckRow(
        String name,
        String exercise,
        String sent,
        String expected,
        String got,
        long millis,
        Result result,
        String why,
        String source) {

    /** How a row ended. */
    public enum Result {
        /** As expected. */
        OK("ok"),
        /** Not as expected. */
        FAIL("FAIL"),
        /** Not checked; the row says why. */
        SKIPPED("skipped");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }
}
