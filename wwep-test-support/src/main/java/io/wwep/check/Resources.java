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
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The threads and sockets of this process.
 *
 * <p>Every test asks twice, so what is expensive to find out is looked up only where something is new: the kernel's table of
 * TCP sockets holds thousands that are closed already, and virtual threads are listed only in thread dumps.
 *
 * @param lastThread the number of the youngest thread, platform or virtual
 * @param sockets the inodes of all sockets, those of TCP among them
 */
record Resources(Set<Thread> threads, long lastThread, Set<String> sockets) {

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
    private static final Pattern VIRTUAL_THREAD = Pattern.compile("#(?<number>\\d+) \"(?<name>[^\"]*)\" virtual");

    static Resources now() {
        return new Resources(platformThreads(), new Thread().getId(), openSockets());
    }

    /** Returns what exists now but did not before, one line each. */
    Set<String> since(Resources before) {
        Set<String> leaks = new LinkedHashSet<>();
        for (Thread thread : threads) {
            if (!before.threads.contains(thread) && thread.isAlive()) {
                leaks.add("thread '" + thread.getName() + "' in " + List.of(thread.getStackTrace()));
            }
        }
        for (String thread : virtualThreadsAfter(before.lastThread)) {
            leaks.add("thread " + thread);
        }
        Set<String> opened = new HashSet<>(sockets);
        opened.removeAll(before.sockets);
        if (!opened.isEmpty()) {
            tcpSockets().forEach((inode, socket) -> {
                if (opened.contains(inode)) {
                    leaks.add("socket " + socket);
                }
            });
        }
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

    /** Returns the virtual threads that were created after the one with this number. */
    private static Set<String> virtualThreadsAfter(long lastThread) {
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
                        .filter(line -> line.lookingAt()
                                && Long.parseLong(line.group("number")) > lastThread
                                && !isPermanent(line.group("name")))
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

    /** Returns the inodes of this process's sockets; empty on systems without /proc. */
    private static Set<String> openSockets() {
        Set<String> inodes = new HashSet<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return inodes;
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                socketInode(descriptor).ifPresent(inodes::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return inodes;
    }

    /** Returns the TCP sockets of all processes by inode. */
    private static Map<String, String> tcpSockets() {
        Map<String, String> all = new HashMap<>();
        for (String table : List.of("tcp", "tcp6")) {
            all.putAll(tcpTable(Path.of("/proc/self/net", table)));
        }
        return all;
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

    private static Optional<String> socketInode(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:[")
                    ? Optional.of(target.substring(8, target.length() - 1))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // closed meanwhile
        }
    }
}
