package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.wwep.check.Program;
import io.wwep.client.WwepClient;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepRequest;
import io.wwep.testing.WwepTestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * A class at the lab's page: {@code ./wwep lab} in its own process, and one browser for all tests.
 *
 * <p>To the browser the instructor at 127.0.0.1 and the students at localhost are at different hosts, so that their cookies
 * differ.
 */
@SuppressWarnings("NullAway.Init") // set before all tests
class LabPageIT {

    private static final String TOKEN = "00112233445566778899aabbccddeeff";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    private static final int TABS = 10;
    private static final int FLOOD = 3_000;
    private static final int MAX_STEPS = 20;

    /** Whether the element that has the focus has an outline on the screen, or its label has it. */
    private static final String FOCUS_IS_SEEN = "const has = document.activeElement;"
            + " const shown = has.matches('.choice input') ? has.labels[0] : has;"
            + " const style = getComputedStyle(shown), place = shown.getBoundingClientRect();"
            + " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1"
            + " && place.width > 0 && place.right > 0 && place.bottom > 0 && place.top < innerHeight";

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path folder;

    private Program lab;
    private LabBrowser browser;
    private int plainPort;
    private String instructors = "";
    private String students = "";

    @TestFactory
    Stream<DynamicTest> aClassAtThePage() throws Exception {
        browser = new LabBrowser(folder);
        lab = Checkout.wwep("lab", "--port", 0, "--tls-port", 0, "--web-port", 0, "--instructor-token", TOKEN);
        readPorts();
        return Stream.of(
                        dynamicTest("a student without the link gets no instructor's tools", this::studentsHaveNoTools),
                        dynamicTest("a student's exercises tick in the instructor's table", this::exercisesTick),
                        dynamicTest(
                                "a client outside the page appears with its name and the reason for X",
                                this::outsideClient),
                        dynamicTest("exercise 6.1 is done by keyboard alone", this::keyboard),
                        dynamicTest("dialogs keep the focus, and give it back", this::dialogs),
                        dynamicTest("what a screen reader reads has a name", this::names),
                        dynamicTest("each text has enough contrast, light and dark", this::contrast),
                        dynamicTest("ten tabs share one event stream", this::tabsShareAStream),
                        dynamicTest("tabs without a shared worker are live too", this::tabsWithoutSharedWorkers),
                        dynamicTest("a student need not open another board after all", this::anotherBoardIsOptional),
                        dynamicTest("markup in a name is text", this::hostileName),
                        dynamicTest("without JavaScript the page is a table to read", this::withoutScripts),
                        dynamicTest("a flood is sampled, and counted exactly", this::flood),
                        dynamicTest("a student's own server is checked", this::ownServer),
                        dynamicTest("a saved class comes back after a reset", this::saveAndLoad),
                        dynamicTest(
                                "the browser reports no error",
                                () -> assertThat(browser.errors()).isEmpty()))
                .onClose(this::end);
    }

    private void end() {
        browser.close();
        lab.close();
    }

    private void readPorts() {
        Pattern listening = Pattern.compile("listening on [^ ]+:(\\d+) and [^ ]+:(\\d+) with TLS");
        Pattern page = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/");
        while (plainPort == 0 || instructors.isEmpty()) {
            String line = lab.nextLine();
            Matcher server = listening.matcher(line);
            if (server.find()) {
                plainPort = Integer.parseInt(server.group(1));
            }
            Matcher link = page.matcher(line);
            if (link.find()) {
                instructors = "http://127.0.0.1:" + link.group(1);
                students = "http://localhost:" + link.group(1);
            }
        }
    }

    private void studentsHaveNoTools() {
        browser.open(students + "/#class");
        browser.awaitText("#link", "live");

        assertThat(browser.find("#naming").isDisplayed()).isFalse();
        assertThat(browser.find("#save-class").isDisplayed()).isFalse();
        browser.closeTab();
    }

    /** From the address of the page to the LED, and to the answer to an illegal packet. */
    private void keyboard() {
        String instructor = browser.open(instructors + "/#class");
        browser.open(students + "/#boards");
        browser.await("!document.getElementById('my-board').hidden");
        browser.runFile("announced.js");

        assertThat(tabTo("link Skip to the content")).hasSize(1);
        browser.press(Keys.ENTER);
        assertThat(tabTo("link Root certificate"))
                .containsExactly(
                        "button Button 0",
                        "radio plain",
                        "button Button 1",
                        "radio TLS",
                        "combobox Packet, as it goes over the wire",
                        "button Send",
                        "radio plain",
                        "DisclosureTriangle How the device id is made",
                        "button Open another board",
                        "link Root certificate");
        tabBackTo("button Open another board");
        browser.press(Keys.ENTER);
        assertThat(browser.focused()).isEqualTo("textbox MAC address");
        browser.press("00:A0:50:01:02:05");
        assertThat(announced()).containsExactly("Device id 00F8");
        assertThat(tabTo("link Root certificate"))
                .containsExactly(
                        "button Make one up",
                        "textbox Your name",
                        "button Open the board",
                        "button Back to my board",
                        "link Root certificate");
        tabBackTo("textbox Your name");
        browser.press("Cy", Keys.ENTER);
        browser.await("document.activeElement?.dataset.button === '0'");
        assertThat(announced()).containsExactly("Nothing sent yet.");

        assertThat(tabTo("radio plain")).hasSize(1);
        browser.press(Keys.ARROW_RIGHT);
        assertThat(browser.focused()).isEqualTo("radio TLS");
        browser.press(Keys.ARROW_LEFT);
        assertThat(browser.focused()).isEqualTo("radio plain");
        tabBackTo("button Button 0");
        browser.press(Keys.SPACE);
        browser.awaitText("#board .led", "LED 0 on");
        assertThat(announced())
                .containsExactly("Button 0, plain: W00F8050001 was accepted, reply A00F8050001. LED 0 is on.");

        tabTo("button Send");
        browser.press(Keys.ENTER);
        browser.awaitText("#wire", "not a request");
        assertThat(announced()).singleElement().asString().endsWith("W01234 was refused, reply X.");
        browser.press(Keys.ENTER);
        browser.await("announced.length > 0");
        assertThat(announced())
                .as("the same again")
                .singleElement()
                .asString()
                .endsWith("W01234 was refused, reply X.");
        browser.closeTab();

        browser.show(instructor);
        browser.await(ticks("00F8") + ".startsWith('6.1')");
        browser.closeTab();
    }

    /** Presses Tab until something has the focus, and returns whatever had it on the way. */
    private List<String> tabTo(String wanted) {
        return stepTo(wanted, () -> browser.press(Keys.TAB));
    }

    private void tabBackTo(String wanted) {
        stepTo(wanted, browser::pressShiftTab);
    }

    private List<String> stepTo(String wanted, Runnable step) {
        List<String> seen = new ArrayList<>();
        while (seen.size() < MAX_STEPS && !seen.contains(wanted)) {
            step.run();
            seen.add(browser.focused());
            assertThat(browser.run(FOCUS_IS_SEEN))
                    .as("the focus on %s is seen", seen)
                    .isEqualTo(true);
        }
        assertThat(seen).contains(wanted);
        return seen;
    }

    /** What live regions have told since the last call. */
    private List<String> announced() {
        return strings(browser.run("return window.announced.splice(0)")).stream()
                .map(text -> text.replace("\u00a0", ""))
                .toList();
    }

    private static List<String> strings(@Nullable Object list) {
        return list instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of("no list: " + list);
    }

    private void exercisesTick() {
        String instructor = browser.open(instructors + "/#instructor=" + TOKEN);
        browser.awaitText("#you", "You are the instructor.");
        assertThat(browser.url()).as("the token is gone from the address").isEqualTo(instructors + "/#class");

        String student = browser.open(students + "/#boards");
        openBoard("00:A0:50:01:02:03", "Ann");
        assertThat(browser.text("#board .display")).contains("00:A0:50:01:02:03", "00F6");

        press(0);
        browser.awaitText("#wire", "Reply");
        assertThat(packets())
                .containsExactly(
                        "command W, device id 00F6, register 05, value 0001; 11 bytes",
                        "accepted A, device id 00F6, register 05, value 0001; 11 bytes");
        awaitTicks(instructor, "00F6", "6.1");

        browser.show(student);
        sendIllegal("#raw-plain");
        awaitTicks(instructor, "00F6", "6.1", "6.2");

        browser.show(student);
        browser.click("#port-0-tls + label");
        browser.click("#board .push[data-button='0']");
        browser.awaitText("#wire", "inside TLSv1");
        sendIllegal("#raw-tls");
        awaitTicks(instructor, "00F6", "6.1", "6.2", "6.3", "6.6");
        browser.show(student);
        browser.closeTab();
        browser.show(instructor);
        browser.closeTab();
    }

    private void openBoard(String mac, String name) {
        browser.awaitText("#link", "live");
        browser.type("#mac", mac);
        browser.type("#board-name", name);
        browser.click("#open-board .primary");
        browser.await("!document.getElementById('my-board').hidden");
    }

    private void press(int button) {
        browser.click("#board .push[data-button='" + button + "']");
        browser.await(
                "document.querySelector('#board .led[data-led=\"" + button + "\"] .light').classList.contains('on')");
    }

    private void sendIllegal(String port) {
        browser.click(port + " + label");
        browser.type("#raw-text", "W01234");
        browser.click("#raw-send");
        browser.awaitText("#wire", "not a request");
        browser.awaitText("#wire", "refused");
    }

    /** What a screen reader reads of the request and the reply. */
    private List<String> packets() {
        return browser.findAll("#wire .packet").stream()
                .map(packet -> String.valueOf(packet.getAttribute("aria-label")))
                .toList();
    }

    private void awaitTicks(String tab, String device, String... exercises) {
        browser.show(tab);
        browser.await(ticks(device) + " === '" + String.join(" ", exercises) + "'");
    }

    /** An expression for the exercises that a device has done. */
    private static String ticks(String device) {
        return "[...document.querySelectorAll('tr[data-device=\"" + device + "\"] .done')]"
                + ".map((cell) => cell.dataset.exercise).join(' ')";
    }

    private void outsideClient() throws Exception {
        browser.open(instructors + "/#class");
        browser.awaitText("#you", "You are the instructor.");
        browser.type("#naming-device", "0FAC");
        browser.type("#naming-name", "Ben");
        browser.click("#naming button");
        browser.awaitText("#done", "0FAC");
        browser.view("exchanges");
        browser.type("#filter", "Ben");

        try (WwepClient client = WwepClient.create("127.0.0.1").port(plainPort).build()) {
            client.exchange(WwepRequest.read(DeviceId.parse("0FAC"), 0x0B));
        }

        browser.awaitText("#exchange-rows", "R0FAC0B");
        assertThat(browser.text("#exchange-rows tr"))
                .contains("0FAC", "Ben", "plain " + plainPort, "X", "never written");
        browser.closeTab();
    }

    private void dialogs() {
        browser.open(instructors + "/#devices");
        browser.click("#cards button");
        assertStaysIn("grid-dialog");
        browser.press(Keys.ESCAPE);
        browser.await("!document.getElementById('grid-dialog').open");
        assertThat(browser.focused()).endsWith("of device 00F6");

        browser.view("class");
        browser.click("#reset");
        assertThat(browser.focused()).isEqualTo("button Keep it");
        assertStaysIn("reset-dialog");
        browser.press(Keys.ESCAPE);
        browser.await("!document.getElementById('reset-dialog').open");
        assertThat(browser.focused()).startsWith("button Reset the class");
        browser.closeTab();
    }

    /** After the last element of a dialog the focus may go to the browser's own controls. */
    private void assertStaysIn(String dialog) {
        for (int step = 0; step < 4; step++) {
            browser.press(Keys.TAB);
            assertThat(browser.run("return document.activeElement === document.body" + " || document.getElementById('"
                            + dialog + "').contains(document.activeElement)"))
                    .isEqualTo(true);
        }
    }

    private void names() {
        browser.open(students + "/#boards");
        browser.await("!document.getElementById('my-board').hidden");
        assertNamed(
                "boards",
                "StaticText LED 0 on",
                "StaticText LED 1 off",
                "status Last exchange",
                "group Port of the packet");
        browser.click("#other-board");
        assertNamed("boards", "status Device id", "table Device id, step by step");
        browser.closeTab();

        browser.open(instructors + "/#exchanges");
        browser.awaitText("#you", "You are the instructor.");
        browser.awaitText("#exchange-rows", "W01234");
        assertNamed("exchanges", "table Exchanges", "status Sampling");
        browser.view("devices");
        browser.awaitText("#cards", "00F6");
        assertNamed("devices", "status Warning");
        browser.click("#cards button");
        assertNamed("grid", "table Registers of 00F6, Ann", "dialog Registers of 00F6, Ann");
        browser.press(Keys.ESCAPE);
        browser.view("class");
        assertNamed("class", "table Class", "status Report", "status Connection");
        browser.closeTab();
    }

    private void assertNamed(String view, String... some) {
        AccessibilityTree tree = new AccessibilityTree(browser);
        assertThat(tree.nameless()).as(view).isEmpty();
        assertThat(tree.all()).as(view).contains(some);
    }

    private void contrast() {
        browser.open(students + "/#boards");
        browser.await("!document.getElementById('my-board').hidden");
        assertContrast("boards");
        browser.click("#other-board");
        browser.type("#mac", "00:A0:50:01:02:03");
        assertContrast("open a board");
        browser.closeTab();

        browser.open(instructors + "/#exchanges");
        browser.awaitText("#exchange-rows", "W01234");
        assertContrast("exchanges");
        browser.view("devices");
        browser.awaitText("#cards", "00F6");
        assertContrast("devices");
        browser.view("class");
        browser.awaitText("#students", "Ann");
        browser.run("document.querySelector('.legend-text').open = true");
        browser.click("#check-start");
        browser.awaitText("#alert", "Enter a port");
        assertContrast("class");
        browser.closeTab();
    }

    private void assertContrast(String view) {
        for (String scheme : List.of("light", "dark")) {
            browser.preferColors(scheme);
            assertThat(strings(browser.runFile("contrast.js")))
                    .as(view + ", " + scheme)
                    .isEmpty();
        }
    }

    /** A browser opens at most six connections to a host, so streams of their own would leave tabs without one. */
    private void tabsShareAStream() throws Exception {
        List<String> tabs = IntStream.range(0, TABS)
                .mapToObj(number -> browser.open(students + "/#exchanges"))
                .toList();
        for (String tab : tabs) {
            browser.show(tab);
            browser.awaitText("#link", "live");
        }

        try (WwepClient client = WwepClient.create("127.0.0.1").port(plainPort).build()) {
            client.exchange(WwepRequest.write(DeviceId.parse("0FAD"), 0x05, 1));
        }

        for (String tab : tabs) {
            browser.show(tab);
            browser.awaitText("#exchange-rows", "W0FAD050001");
            browser.closeTab();
        }
    }

    /** A browser opens at most six connections to a host, so a tab that is not shown gives its own back. */
    private void tabsWithoutSharedWorkers() throws Exception {
        List<String> tabs = IntStream.range(0, 2)
                .mapToObj(number -> browser.openWithoutSharedWorkers(students + "/#exchanges"))
                .toList();
        assertThat(browser.run("return 'SharedWorker' in window")).isEqualTo(false);
        browser.awaitText("#link", "live");

        try (WwepClient client = WwepClient.create("127.0.0.1").port(plainPort).build()) {
            client.exchange(WwepRequest.write(DeviceId.parse("0FAE"), 0x05, 1));
        }

        browser.awaitText("#exchange-rows", "W0FAE050001");
        browser.show(tabs.get(0));
        browser.await("streams.map((stream) => stream.readyState).join(' ') === '2 1'");
        browser.awaitText("#exchange-rows", "W0FAE050001");
        browser.closeTab();
        browser.show(tabs.get(1));
        browser.closeTab();
    }

    private void flood() throws Exception {
        browser.open(students + "/#exchanges");
        browser.awaitText("#link", "live");
        browser.await("document.getElementById('count-exchanges').textContent !== '0'");
        long before = Long.parseLong(browser.text("#count-exchanges").replace(",", ""));
        browser.runFile("announced.js");

        WwepRequest write = WwepRequest.write(DeviceId.parse("0FAF"), 0x05, 1);
        try (WwepClient client = WwepClient.create("127.0.0.1").port(plainPort).build()) {
            client.exchangeAll(Collections.nCopies(FLOOD, write));
        }

        browser.awaitText("#count-exchanges", String.format(Locale.ROOT, "%,d", before + FLOOD));
        browser.awaitText("#sampled", "left out of this table");
        assertThat(browser.text("#sampled")).contains("The counts are exact.");
        assertThat(browser.findAll("#exchange-rows tr")).hasSizeLessThanOrEqualTo(200);
        assertThat(announced()).singleElement().asString().startsWith("More exchanges arrive");
        browser.view("devices");
        browser.awaitText("[aria-labelledby=device-0FAF]", String.format(Locale.ROOT, "%,d accepted", FLOOD));
        browser.closeTab();
    }

    private void anotherBoardIsOptional() {
        browser.open(students + "/#boards");
        browser.await("!document.getElementById('my-board').hidden");
        String mine = browser.text("#board .display");

        browser.click("#other-board");
        browser.click("#back-to-board");

        browser.await("!document.getElementById('my-board').hidden");
        assertThat(browser.text("#board .display")).isEqualTo(mine);
        browser.closeTab();
    }

    private void hostileName() {
        browser.open(students + "/#boards");
        browser.awaitText("#link", "live");
        browser.click("#other-board");
        openBoard("00:A0:50:01:02:04", HOSTILE);
        press(0);
        for (String view : List.of("exchanges", "devices", "class", "boards")) {
            browser.view(view);
            browser.awaitText("#view-" + view, HOSTILE);
        }

        assertThat(browser.findAll("img")).isEmpty();
        browser.closeTab();
    }

    private void withoutScripts() {
        browser.openWithoutScripts(students + "/#devices");

        assertThat(browser.findAll("#devices, #exchanges"))
                .as("where the links lead")
                .hasSize(2);
        assertThat(browser.text("#exchange-rows")).contains("W00F6050001", "W01234", HOSTILE);
        assertThat(browser.text("#view-devices")).contains("00F6", "Ann");
        assertThat(browser.text("noscript")).contains("Reload");
        assertThat(browser.findAll("form, button, input, select, img")).noneMatch(WebElement::isDisplayed);
        browser.closeTab();
    }

    private void ownServer() throws Exception {
        String instructor = browser.open(instructors + "/#class");
        browser.open(students + "/#class");
        browser.awaitText("#link", "live");
        try (WwepTestServer own = WwepTestServer.start()) {
            browser.type("#check-port", "" + own.port());
            browser.click("#check-start");
            browser.awaitText("#report-summary", "0 failed");
        }

        assertThat(browser.text("#report")).contains("write-echo", "illegal-short", "ok");
        browser.closeTab();
        browser.show(instructor);
        browser.await("document.querySelector('#students .done[data-exercise=\"6.4\"]') !== null");
        browser.closeTab();
    }

    private void saveAndLoad() {
        String instructor = browser.open(instructors + "/#class");
        browser.awaitText("#students", "Ann");
        browser.click("#save-class");
        Path saved = folder.resolve("class.json");
        browser.awaitFile(saved);

        browser.click("#reset");
        browser.click("#reset-dialog button[value='yes']");
        browser.await("document.querySelector('#students tr') === null");

        browser.find("#load-class").sendKeys(saved.toString());
        browser.awaitText("#students", "Ann");
        awaitTicks(instructor, "00F6", "6.1", "6.2", "6.3", "6.6");
        browser.closeTab();
    }
}
