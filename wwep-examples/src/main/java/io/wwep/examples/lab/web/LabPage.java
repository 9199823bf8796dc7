package io.wwep.examples.lab.web;

import io.wwep.examples.lab.DeviceState;
import io.wwep.examples.lab.ExchangeRow;
import io.wwep.examples.lab.LabState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the page as it is without JavaScript: with the devices, and the newest exchanges first. */
final class LabPage {

    private static final int ROWS = 50;
    private static final String DEVICES = "<!--DEVICES-->";
    private static final String EXCHANGES = "<!--EXCHANGES-->";

    private LabPage() {}

    /** Fills a state into a page's places. */
    static byte[] of(byte[] page, LabState state) {
        List<ExchangeRow> all = state.exchanges();
        int newest = all.size() - 1;
        String exchanges = Stream.iterate(newest, index -> index - 1)
                .limit(Math.min(ROWS, all.size()))
                .map(index -> row(all.get(index)))
                .collect(Collectors.joining());
        String devices = state.devices().stream().map(LabPage::row).collect(Collectors.joining());
        return new String(page, StandardCharsets.UTF_8)
                .replace(EXCHANGES, exchanges)
                .replace(DEVICES, devices)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String row(ExchangeRow row) {
        return "<tr>" + time(row.time())
                + cells(
                        row.device(),
                        row.name(),
                        row.peer(),
                        (row.tls() == null ? "plain " : row.tls() + " ") + row.port(),
                        row.message(),
                        row.reply(),
                        row.reason(),
                        LabJson.millis(row.millis()))
                + "</tr>\n";
    }

    private static String row(DeviceState device) {
        String leds = device.leds().stream().map(LabPage::word).collect(Collectors.joining(", "));
        return "<tr>" + cells(device.device(), device.name(), leds)
                + time(device.lastSeen())
                + cells(
                        device.accepted(),
                        device.refused(),
                        String.join(", ", device.peers())
                                + (device.conflict() ? " — more than one uses this device id" : ""))
                + "</tr>\n";
    }

    private static String word(@Nullable Boolean isLit) {
        if (isLit == null) {
            return "unknown";
        }
        return isLit ? "on" : "off";
    }

    private static String time(@Nullable Instant time) {
        return time == null
                ? "<td></td>"
                : "<td><time datetime=\"" + LabJson.time(time) + "\">" + LabJson.time(time) + "</time></td>";
    }

    private static String cells(@Nullable Object... values) {
        return Stream.of(values)
                .map(value -> "<td>" + escaped(Objects.toString(value, "")) + "</td>")
                .collect(Collectors.joining());
    }

    /** Escapes a text for HTML. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
