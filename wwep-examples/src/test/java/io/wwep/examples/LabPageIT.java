package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.wwep.check.Program;
import io.wwep.client.WwepClient;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepRequest;
import io.wwep.testing.WwepTestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
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
                        dynamicTest("ten tabs share one event stream", this::tabsShareAStream),
                        dynamicTest("markup in a name is text", this::hostileName),
                        dynamicTest("without JavaScript the page is a table to read", this::withoutScripts),
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

        browser.awaitText("#exchanges", "R0FAC0B");
        assertThat(browser.text("#exchanges tr")).contains("0FAC", "Ben", "plain " + plainPort, "X", "never written");
        browser.closeTab();
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
            browser.awaitText("#exchanges", "W0FAD050001");
            browser.closeTab();
        }
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
        browser.openWithoutScripts(students + "/");

        assertThat(browser.text("#exchanges")).contains("W00F6050001", "W01234", HOSTILE);
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
