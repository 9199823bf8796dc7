package io.wwep.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A folder on a disk, reconstructed from the calls that {@code recorder.c} recorded. Forced changes are durable; the
 * disk may have kept any part of the others. Name changes are kept in order, as on journaling file systems; writes to
 * files in any order.
 */
final class RecordedDisk {

    static final int SECTOR = 512;

    private static final int HEADER_BYTES = 17;

    private final Predicate<String> ignoresForce;
    private final Map<Integer, Inode> open = new HashMap<>();
    private final List<Change> pending = new ArrayList<>();
    private final List<NameChange> pendingNames = new ArrayList<>();
    private final Map<String, Inode> names = new TreeMap<>();
    private final Map<String, Inode> durableNames = new TreeMap<>();
    private final Inode folder = new Inode("");

    /**
     * Creates an empty disk.
     *
     * @param ignoresForce selects files for which the disk only pretends to force writes
     */
    RecordedDisk(Predicate<String> ignoresForce) {
        this.ignoresForce = ignoresForce;
    }

    /** Reads the calls from a log, in order. */
    static List<Call> calls(Path log) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(log)).order(ByteOrder.nativeOrder());
        List<Call> calls = new ArrayList<>();
        while (all.remaining() >= HEADER_BYTES) {
            char kind = (char) all.get();
            int file = all.getInt();
            long number = all.getLong();
            byte[] bytes = new byte[all.getInt()];
            all.get(bytes);
            calls.add(new Call(kind, file, number, bytes));
        }
        return calls;
    }

    /** Returns the name by which a file was opened, or null if it is not open. */
    @Nullable
    String name(int file) {
        Inode inode = open.get(file);
        return inode == null ? null : inode.name;
    }

    /** Applies a recorded call. */
    void apply(Call call) {
        switch (call.kind) {
            case 'O' -> open(call);
            case 'W', 'T' -> pending.add(new Change(inode(call), call));
            case 'S' -> force(inode(call));
            case 'U' -> name(new NameChange(call.text(), null));
            case 'R', 'L' -> {
                String[] both = call.text().split("\0", -1);
                Inode inode = names.get(both[0]);
                if (inode != null) {
                    name(new NameChange(both[1], inode));
                    if (call.kind == 'R') {
                        // A rename is atomic. Keeping only the first part is a link, one state more than possible.
                        name(new NameChange(both[0], null));
                    }
                }
            }
            default -> throw new IllegalArgumentException("no such record: " + call.kind);
        }
    }

    /** Returns the number of writes and truncations that the disk may or may not have kept. */
    int pending() {
        return pending.size();
    }

    /** Returns the total size of all files. */
    long bytes() {
        return durableNames.values().stream()
                .mapToLong(inode -> inode.durable.length)
                .sum();
    }

    /** Returns the number of name changes that it may have kept. */
    int pendingNames() {
        return pendingNames.size();
    }

    /**
     * Returns the files that remain if power is lost now.
     *
     * @param nameCount the number of name changes that are kept, from the first
     * @param kept selects the other changes that are kept
     * @param sectors selects the sectors that are kept of the torn change
     * @param tornChange the index of the change that is kept only in part; -1 for none
     */
    Map<String, byte[]> after(int nameCount, IntPredicate kept, int tornChange, IntPredicate sectors) {
        Map<Inode, Content> contents = new HashMap<>();
        for (int i = 0; i < pending.size(); i++) {
            Change change = pending.get(i);
            if (kept.test(i)) {
                Content content = contents.computeIfAbsent(change.inode, inode -> inode.durable.copy());
                if (i == tornChange) {
                    content.applySectors(change.call, sectors);
                } else {
                    content.apply(change.call);
                }
            }
        }
        Map<String, Inode> found = new TreeMap<>(durableNames);
        pendingNames.subList(0, nameCount).forEach(change -> change.apply(found));
        Map<String, byte[]> files = new TreeMap<>();
        found.forEach((name, inode) ->
                files.put(name, contents.getOrDefault(inode, inode.durable).bytes()));
        return files;
    }

    private void open(Call call) {
        String name = call.text();
        if (name.isEmpty()) {
            open.put(call.file, folder);
            return;
        }
        Inode inode = names.get(name);
        if (inode == null) {
            inode = new Inode(name);
            name(new NameChange(name, inode));
        } else if (call.number != 0) {
            pending.add(new Change(inode, new Call('T', call.file, 0, new byte[0])));
        }
        open.put(call.file, inode);
    }

    private Inode inode(Call call) {
        Inode inode = open.get(call.file);
        if (inode == null) {
            throw new IllegalArgumentException("file " + call.file + " is not open");
        }
        return inode;
    }

    private void name(NameChange change) {
        change.apply(names);
        pendingNames.add(change);
    }

    private void force(Inode inode) {
        if (inode == folder) {
            pendingNames.forEach(change -> change.apply(durableNames));
            pendingNames.clear();
        } else if (!ignoresForce.test(inode.name)) {
            pending.removeIf(change -> {
                if (change.inode == inode) {
                    inode.durable.apply(change.call);
                }
                return change.inode == inode;
            });
        }
    }

    /** A recorded call. */
    static final class Call {

        private final char kind;
        private final int file;
        private final long number;
        private final byte[] bytes;

        Call(char kind, int file, long number, byte[] bytes) {
            this.kind = kind;
            this.file = file;
            this.number = number;
            this.bytes = bytes;
        }

        char kind() {
            return kind;
        }

        int file() {
            return file;
        }

        ByteBuffer content() {
            return ByteBuffer.wrap(bytes);
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private record Change(Inode inode, Call call) {}

    private record NameChange(String name, @Nullable Inode inode) {

        void apply(Map<String, Inode> names) {
            if (inode == null) {
                names.remove(name);
            } else {
                names.put(name, inode);
            }
        }
    }

    private static final class Inode {

        final String name;
        final Content durable = new Content(new byte[0], 0);

        Inode(String name) {
            this.name = name;
        }
    }

    private static final class Content {

        private byte[] bytes;
        private int length;

        Content(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }

        Content copy() {
            return new Content(bytes(), length);
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, length);
        }

        void apply(Call call) {
            if (call.kind == 'T') {
                resize((int) call.number);
            } else {
                write(call, 0, call.bytes.length);
            }
        }

        void applySectors(Call call, IntPredicate sectors) {
            if (call.kind == 'T') {
                return;
            }
            int from = 0;
            while (from < call.bytes.length) {
                int sector = (int) ((call.number + from) / SECTOR);
                int to = (int) Math.min(call.bytes.length, (sector + 1L) * SECTOR - call.number);
                if (sectors.test(sector)) {
                    write(call, from, to);
                }
                from = to;
            }
        }

        private void write(Call call, int from, int to) {
            int at = (int) call.number;
            if (length < at + to) {
                resize(at + to);
            }
            System.arraycopy(call.bytes, from, bytes, at + from, to - from);
        }

        private void resize(int size) {
            if (size > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
            } else if (size < length) {
                Arrays.fill(bytes, size, length, (byte) 0);
            }
            length = size;
        }
    }
}
