package io.wwep.examples;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.wwep.check.ForeignTool;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.ScriptTimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, which reaches no network but this machine's. Not thread-safe. */
final class LabBrowser implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Waits in the page until an expression is true. */
    private static final String UNTIL = "const done = arguments[arguments.length - 1];"
            + "(function look() { if (%s) done(true); else setTimeout(look, 20); })();";

    private static final String WITHOUT_WORKERS = "delete window.SharedWorker; window.streams = [];"
            + " window.EventSource = class extends EventSource {"
            + " constructor(url) { super(url); window.streams.push(this); } };";

    private final String first;

    /** A new tab costs more than all that most tests do in it. */
    private boolean firstIsFree = true;

    private @Nullable ChromeDriver driver;

    /** Starts it. Downloads go to a folder. */
    LabBrowser(Path downloads) {
        String chromium = ForeignTool.require("chromium", "chromium");
        // With both paths given, Selenium looks for no driver, and sends no statistics.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(ForeignTool.require("chromedriver", "chromium-driver")))
                .usingAnyFreePort()
                .build();
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.WARNING);
        ChromeOptions options = new ChromeOptions()
                .setBinary(chromium)
                .addArguments(
                        "--headless=new",
                        "--no-sandbox", // which root cannot have; the page is ours
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--window-size=1280,900",
                        "--disable-extensions",
                        "--in-process-gpu",
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost")
                .setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString()));
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriver started = new ChromeDriver(service, options);
        started.manage().timeouts().scriptTimeout(TIMEOUT).pageLoadTimeout(TIMEOUT);
        first = started.getWindowHandle();
        driver = started;
    }

    private ChromeDriver driver() {
        if (driver == null) {
            throw new IllegalStateException("the browser is closed");
        }
        return driver;
    }

    /** Opens a page in the tab that was opened with the browser, or in a new one if that has a page, and returns the tab. */
    String open(String url) {
        if (firstIsFree) {
            driver().switchTo().window(first);
            firstIsFree = false;
        } else {
            driver().switchTo().newWindow(WindowType.TAB);
        }
        driver().get(url);
        return driver().getWindowHandle();
    }

    /** Opens a page in a new tab that runs no scripts of pages. */
    void openWithoutScripts(String url) {
        driver().switchTo().newWindow(WindowType.TAB);
        driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        driver().get(url);
    }

    /**
     * Opens a page in a new tab of a browser that has no SharedWorker, as Chrome on Android has none. The page's own event
     * streams are in {@code window.streams}.
     */
    String openWithoutSharedWorkers(String url) {
        driver().switchTo().newWindow(WindowType.TAB);
        command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WITHOUT_WORKERS));
        driver().get(url);
        return driver().getWindowHandle();
    }

    void show(String tab) {
        driver().switchTo().window(tab);
    }

    /** Closes the tab, or empties the one that was opened with the browser, which is shown then. */
    void closeTab() {
        if (driver().getWindowHandle().equals(first)) {
            preferColors("");
            driver().get("about:blank");
            firstIsFree = true;
        } else {
            driver().close();
            driver().switchTo().window(first);
        }
    }

    /** Goes to another view of the page. */
    void view(String name) {
        click(".views a[href='#" + name + "']");
        await("!document.getElementById('view-" + name + "').hidden");
    }

    /** Waits until an expression is true in the page. */
    void await(String expression) {
        try {
            driver().executeAsyncScript(UNTIL.formatted(expression));
        } catch (ScriptTimeoutException e) {
            throw new AssertionError(
                    "not within " + TIMEOUT + ": " + expression + "; the page shows:\n" + text("body"), e);
        }
    }

    /** Waits until an element has a text. */
    void awaitText(String selector, String text) {
        await("(document.querySelector('%s')?.textContent ?? '').includes('%s')".formatted(selector, text));
    }

    /** Waits until a download is complete: until then Chromium gives it another name. */
    void awaitFile(Path file) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!Files.exists(file)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + TIMEOUT + ": " + file);
            }
            await("true"); // a round trip to the browser
        }
    }

    WebElement find(String selector) {
        return driver().findElement(By.cssSelector(selector));
    }

    List<WebElement> findAll(String selector) {
        return driver().findElements(By.cssSelector(selector));
    }

    String text(String selector) {
        return find(selector).getText();
    }

    void click(String selector) {
        awaitShown(selector).click();
    }

    /** A page shows some elements only once it has what they need from the server. */
    private WebElement awaitShown(String selector) {
        await("document.querySelector(`%s`)?.checkVisibility() === true".formatted(selector));
        return find(selector);
    }

    void type(String selector, String text) {
        WebElement input = awaitShown(selector);
        input.clear();
        input.sendKeys(text);
    }

    /** Presses keys on whatever has the focus. */
    void press(CharSequence... keys) {
        new Actions(driver()).sendKeys(keys).perform();
    }

    void pressShiftTab() {
        new Actions(driver())
                .keyDown(Keys.SHIFT)
                .sendKeys(Keys.TAB)
                .keyUp(Keys.SHIFT)
                .perform();
    }

    /** What a screen reader says of whatever has the focus: role and name. */
    String focused() {
        WebElement element = driver().switchTo().activeElement();
        return element.getAriaRole() + " " + element.getAccessibleName();
    }

    /** Has pages see that the person prefers colors that are light, or dark. */
    void preferColors(String scheme) {
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Calls a method of the DevTools protocol for the tab. */
    JsonObject command(String method, Map<String, Object> parameters) {
        return new Gson()
                .toJsonTree(driver().executeCdpCommand(method, parameters))
                .getAsJsonObject();
    }

    /** Runs a script that lies beside this class. */
    @Nullable
    Object runFile(String name) {
        try (InputStream file = Objects.requireNonNull(LabBrowser.class.getResourceAsStream(name), name)) {
            return run(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a script in the page, and returns its value. */
    @Nullable
    Object run(String script) {
        return driver().executeScript(script);
    }

    String url() {
        return String.valueOf(driver().getCurrentUrl());
    }

    /** What pages did wrong since the last call, such as a violation of the content security policy. */
    List<String> errors() {
        return driver().manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        if (driver != null) {
            driver.quit();
            driver = null;
            // Before Java 21 the JDK's HTTP client, which Selenium uses, ends its thread when it is collected.
            System.gc();
        }
    }
}
