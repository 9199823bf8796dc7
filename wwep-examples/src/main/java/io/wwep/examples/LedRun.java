package io.wwep.examples;

import io.wwep.examples.board.Press;
import io.wwep.examples.board.PressAction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs the exchange of each press, in turn, until the presses end. Continues after a failed one. */
final class LedRun {

    private final List<PressAction> actions;
    private final List<Route> routes;
    private final PressQueue presses;
    private final Screen screen;
    private final MessageRewriter messages;
    private final boolean readsReplies;

    /**
     * Creates a run, not started.
     *
     * @param actions what each button does
     * @param routes the route of each button's exchanges
     * @param messages rewrites failure messages
     * @param readsReplies whether a press that succeeded has read its reply
     */
    LedRun(
            List<PressAction> actions,
            List<Route> routes,
            PressQueue presses,
            Screen screen,
            MessageRewriter messages,
            boolean readsReplies) {
        this.actions = actions;
        this.routes = routes;
        this.presses = presses;
        this.screen = screen;
        this.messages = messages;
        this.readsReplies = readsReplies;
    }

    /** Shows each press, closes the view and prints a summary. Returns the first failure's exit code. */
    int show(LedView view) throws InterruptedException {
        @Nullable Press firstFailed = null;
        Set<String> hints = new LinkedHashSet<>();
        int[] replies = new int[actions.size()];
        int right = 0;
        int all = 0;
        try (view) {
            for (OptionalInt button = presses.take(); button.isPresent(); button = presses.take()) {
                all++;
                Press press = actions.get(button.getAsInt()).press(all);
                view.show(press);
                if (press.reply() != null) {
                    replies[press.button()]++;
                }
                if (press.failure() == null) {
                    right++;
                } else {
                    messages.hint(press.failure()).ifPresent(hints::add);
                    firstFailed = firstFailed == null ? press : firstFailed;
                }
            }
        }
        screen.line(all
                + (all == 1 ? " press, " : " presses, ")
                + right
                + (!readsReplies ? " sent" : right == 1 ? " correct reply" : " correct replies"));
        if (routes.size() > 1) {
            screen.line(exchanges(replies));
        }
        hints.forEach(screen::note);
        return firstFailed == null ? ExitCode.ACCEPTED : ExitCode.of(firstFailed);
    }

    /** Returns the number of exchanges on each route. */
    private String exchanges(int[] replies) {
        return IntStream.range(0, replies.length)
                .mapToObj(i -> replies[i]
                        + (i > 0 ? "" : replies[i] == 1 ? " exchange" : " exchanges")
                        + " on port " + routes.get(i).address().port()
                        + " (" + routes.get(i).transport() + ")")
                .collect(Collectors.joining(", "));
    }
}
