package io.wwep.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Stores on disk as only tests open them. */
public final class DiskStores {

    private DiskStores() {}

    /** A store whose file is rewritten once it is this long. */
    public static DiskRegisterStore rewrittenAfter(long bytes, Path file) throws IOException {
        return DiskRegisterStore.open(file, FileChannel::open, bytes);
    }

    /** A store on a disk that notes what is done to it. */
    public static DiskRegisterStore on(UnsafeDisk disk, Path file) throws IOException {
        return DiskRegisterStore.open(file, disk, 1 << 20);
    }
}
