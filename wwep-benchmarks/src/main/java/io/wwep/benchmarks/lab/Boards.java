package io.wwep.benchmarks.lab;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A class of boards whose buttons are pressed about once a second each, and one page that sees the exchanges. */
final class Boards implements Closeable {

    /** What an address may open within a minute. */
    private static final int BOARDS_OF_ADDRESS = 5;

    private static final Pattern DEVICE = Pattern.compile("\"device\":\"([0-9A-F]{4})\"");
    private static final Pattern BOARD = Pattern.compile("\"board\":\"(b\\d+)\"");
    private static final int MIN_PAUSE = 200;
    private static final int MAX_PAUSE = 1_800;
    private static final int EVENT_SECONDS = 20;

    /**
     * Times in ns from sending the press.
     *
     * @param leds until the answer, with which the page switches the LED
     * @param events until the exchange arrived in the stream
     */
    record Times(List<Long> leds, List<Long> events) {}

    private record Board(Browser browser, String id, BlockingQueue<Long> events) {}

    private final List<Board> boards = new ArrayList<>();
    private final Map<String, BlockingQueue<Long>> seen = new ConcurrentHashMap<>();
    private final Browser stream;
    private final Thread reader = new Thread(this::readEvents, "events");

    Boards(int count, InetSocketAddress page) throws IOException {
        stream = new Browser(InetAddress.getLoopbackAddress(), page);
        stream.openEvents();
        for (int i = 0; i < count; i++) {
            byte[] address = {127, 0, 0, (byte) (2 + i / BOARDS_OF_ADDRESS)};
            Browser browser = new Browser(InetAddress.getByAddress(address), page);
            String opened = browser.post(
                    "/api/boards", String.format("{\"mac\":\"00:A0:50:00:00:%02X\",\"name\":\"Student %d\"}", i, i));
            BlockingQueue<Long> events = new ArrayBlockingQueue<>(10);
            boards.add(new Board(browser, first(BOARD, opened), events));
            seen.put(first(DEVICE, opened), events);
        }
        reader.setDaemon(true);
        reader.start();
    }

    private static String first(Pattern pattern, String json) throws IOException {
        Matcher matcher = pattern.matcher(json);
        if (!matcher.find()) {
            throw new IOException("no board: " + json);
        }
        return matcher.group(1);
    }

    private void readEvents() {
        try {
            while (true) {
                if (stream.line().equals("event: exchange")) {
                    String data = stream.line();
                    long now = System.nanoTime();
                    BlockingQueue<Long> queue = seen.get(first(DEVICE, data));
                    if (queue != null) {
                        queue.offer(now);
                    }
                }
            }
        } catch (IOException e) {
            // The stream was closed.
        }
    }

    /** Presses all boards for some seconds. */
    Times press(int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        ExecutorService students = Executors.newFixedThreadPool(boards.size());
        Times all = new Times(new ArrayList<>(), new ArrayList<>());
        try {
            List<Future<Times>> results = new ArrayList<>();
            for (Board board : boards) {
                results.add(students.submit(() -> press(board, end)));
            }
            for (Future<Times> result : results) {
                all.leds.addAll(result.get().leds);
                all.events.addAll(result.get().events);
            }
        } finally {
            students.shutdownNow();
        }
        return all;
    }

    private Times press(Board board, long end) throws IOException, InterruptedException {
        Times times = new Times(new ArrayList<>(), new ArrayList<>());
        while (true) {
            Thread.sleep(ThreadLocalRandom.current().nextInt(MIN_PAUSE, MAX_PAUSE));
            if (System.nanoTime() - end >= 0) {
                return times;
            }
            long start = System.nanoTime();
            board.browser.post("/api/boards/" + board.id + "/press", "{\"button\":0}");
            times.leds.add(System.nanoTime() - start);
            Long event = board.events.poll(EVENT_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new IOException("an exchange did not arrive in the stream");
            }
            times.events.add(event - start);
        }
    }

    @Override
    public void close() throws IOException {
        for (Board board : boards) {
            board.browser.close();
        }
        stream.close();
    }
}
