package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wwep.client.ExchangeOutcome;
import io.wwep.client.ExchangeRecorder;
import io.wwep.client.LossCause;
import io.wwep.client.WwepClient;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.metrics.WwepMetrics;
import io.wwep.protocol.WwepRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of meters and of causes of lost connections say what the code does. */
class MeterTableTest {

    private static final Pattern ROW = Pattern.compile("^\\|`([^`]+)` \\|(\\w+) \\|(.*)$");
    private static final Pattern TAG = Pattern.compile("`(\\w+)` \\((`[^)]+`)\\)");
    private static final Pattern CAUSE = Pattern.compile("^\\|`([A-Z_]+)` \\|.*$");

    /** A meter's kind, and the values of its tags other than that of the client. */
    private record Described(String kind, Map<String, Set<String>> tags) {}

    @Test
    void theTableHasEveryMeterWithItsKindAndTags() {
        assertThat(shown()).isEqualTo(registered());
    }

    @Test
    void theTableOfCausesIsComplete() {
        assertThat(page("ref-client.adoc").lines().stream()
                        .map(CAUSE::matcher)
                        .filter(Matcher::matches)
                        .map(row -> row.group(1)))
                .containsExactlyElementsOf(
                        Arrays.stream(LossCause.values()).map(Enum::name).toList());
    }

    private static Page page(String name) {
        return Checkout.pages().stream()
                .filter(page -> page.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Described> shown() {
        Map<String, Described> meters = new TreeMap<>();
        page("howto-metrics.adoc").lines().stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> meters.put(row.group(1), new Described(row.group(2), tags(row.group(3)))));
        return meters;
    }

    private static Map<String, Set<String>> tags(String text) {
        Map<String, Set<String>> tags = new TreeMap<>();
        for (MatchResult tag : TAG.matcher(text).results().toList()) {
            tags.put(
                    tag.group(1),
                    new TreeSet<>(Arrays.asList(tag.group(2).replace("`", "").split(", "))));
        }
        return tags;
    }

    /** The meters of an endpoint of a gateway, and of exchanges with each command and outcome. */
    private static Map<String, Described> registered() {
        MeterRegistry registry = new SimpleMeterRegistry();
        WwepMetrics metrics = new WwepMetrics();
        metrics.bindTo(registry);
        ExchangeRecorder recorder = metrics.recorder("recorded");
        for (ExchangeOutcome outcome : ExchangeOutcome.values()) {
            Stream.of(WwepRequest.read(1, 2), WwepRequest.write(1, 2, 3), WwepRequest.raw("?"))
                    .forEach(request -> recorder.record(request, outcome, 1));
        }
        Map<String, Described> meters = new TreeMap<>();
        try (Gateway gateway = Gateway.create().addObserver(metrics.observer()).build()) {
            var unused = gateway.endpoint("plant", WwepClient.create("127.0.0.1"));
            registry.getMeters().forEach(meter -> describe(meter, meters));
        }
        return meters;
    }

    private static void describe(Meter meter, Map<String, Described> meters) {
        Meter.Id id = meter.getId();
        assertThat(id.getTag("client")).as("the client of %s", id).isNotNull();
        String kind = id.getType().name().toLowerCase(Locale.ROOT);
        Described described = meters.computeIfAbsent(id.getName(), name -> new Described(kind, new TreeMap<>()));
        for (Tag tag : id.getTags()) {
            if (!tag.getKey().equals("client")) {
                described
                        .tags()
                        .computeIfAbsent(tag.getKey(), key -> new TreeSet<>())
                        .add(tag.getValue());
            }
        }
    }
}
