package io.wwep.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The threads and sockets of this process. */
record Resources(Set<Thread> threads, Set<String> virtualThreads, Map<String, String> sockets) {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;

    /** Names of threads that the JDK, the test runner, Reactor, Netty, RxJava or Selenium (the last four) starts on first use and keeps. */
    private static final List<String> PERMANENT = List.of(
            "ForkJoinPool.commonPool-",
            "ForkJoinPool-1-worker-",
            "CompletableFutureDelayScheduler",
            "Common-Cleaner",
            "Keep-Alive-Timer",
            "JFR ",
            "VirtualThread-unparker",
            "VirtualThread-unblocker",
            "process reaper",
            "Read-Poller",
            "Write-Poller",
            "SubPoller-",
            "MasterPoller",
            "ForkJoinPool-1-delayScheduler",
            "junit-",
            "parallel-",
            "globalEventExecutor-",
            "Rx",
            "UrlChecker-");

    /** The start of a line of a thread dump. The rest varies. */
    private static final Pattern VIRTUAL_THREAD = Pattern.compile("#\\d+ \"(?<name>[^\"]*)\" virtual");

    static Resources now() {
        return new Resources(platformThreads(), virtualThreadsNow(), tcpSockets());
    }

    /** Returns what exists now but did not before, one line each. */
    Set<String> since(Resources before) {
        Set<String> leaks = new LinkedHashSet<>();
        for (Thread thread : threads) {
            if (!before.threads.contains(thread) && thread.isAlive()) {
                leaks.add("thread '" + thread.getName() + "' in " + List.of(thread.getStackTrace()));
            }
        }
        for (String thread : virtualThreads) {
            if (!before.virtualThreads.contains(thread)) {
                leaks.add("thread " + thread);
            }
        }
        sockets.forEach((inode, socket) -> {
            if (!before.sockets.containsKey(inode)) {
                leaks.add("socket " + socket);
            }
        });
        return leaks;
    }

    private static Set<Thread> platformThreads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> isPermanent(thread.getName()));
        return threads;
    }

    private static boolean isPermanent(String name) {
        return PERMANENT.stream().anyMatch(name::startsWith);
    }

    /** Returns the virtual threads, which are listed only in thread dumps. */
    private static Set<String> virtualThreadsNow() {
        if (Runtime.version().feature() < FIRST_JDK_WITH_VIRTUAL_THREADS) {
            return Set.of();
        }
        try {
            Path dump = Files.createTempDirectory("threads").resolve("dump");
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            ObjectName diagnostics = new ObjectName("com.sun.management:type=HotSpotDiagnostic");
            server.invoke(diagnostics, "dumpThreads", new Object[] {dump.toString(), "TEXT_PLAIN"}, new String[] {
                String.class.getName(), String.class.getName()
            });
            try (Stream<String> lines = Files.lines(dump)) {
                return lines.map(VIRTUAL_THREAD::matcher)
                        .filter(line -> line.lookingAt() && !isPermanent(line.group("name")))
                        .map(MatchResult::group)
                        .collect(Collectors.toSet());
            } finally {
                Files.delete(dump);
                Files.delete(dump.getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JMException e) {
            throw new IllegalStateException("cannot create a thread dump", e);
        }
    }

    /** Returns the TCP sockets by inode; empty on systems without /proc. */
    private static Map<String, String> tcpSockets() {
        Map<String, String> own = new HashMap<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return own;
        }
        Map<String, String> all = new HashMap<>();
        for (String table : List.of("tcp", "tcp6")) {
            all.putAll(tcpTable(Path.of("/proc/self/net", table)));
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                String inode = socketInode(descriptor);
                if (all.containsKey(inode)) {
                    own.put(inode, all.get(inode));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return own;
    }

    private static Map<String, String> tcpTable(Path table) {
        Map<String, String> sockets = new HashMap<>();
        try {
            for (String line : Files.readAllLines(table)) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns.length > 9) {
                    sockets.put(columns[9], columns[1] + " to " + columns[2] + ", state " + columns[3]);
                }
            }
        } catch (IOException e) {
            // This address family is disabled.
        }
        return sockets;
    }

    private static String socketInode(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:[") ? target.substring(8, target.length() - 1) : "";
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
