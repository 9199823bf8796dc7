package io.wwep.testing;

import java.util.Map;
import java.util.TreeMap;

/** Puts the segments of one direction of a TCP connection in order. */
final class CapturedStream {

    private static final int MAX_PENDING = 10_000;

    /** Segments that arrived early, by the position of their first byte in the stream. */
    private final TreeMap<Long, TcpSegment> pending = new TreeMap<>();

    private boolean begun;
    private boolean ended;
    private boolean lacksBytes;

    /** The position of the next byte, and its sequence number, which is 32 bits of it. */
    private long position;

    private int next;

    /** Adds a segment; returns the bytes that are in order now. */
    String add(TcpSegment segment) {
        int sequence = segment.sequence() + (segment.isSyn() ? 1 : 0);
        if (!begun && !(segment.isReset() && segment.payload().length() == 0)) {
            begun = true;
            next = sequence;
        }
        if (segment.isReset() || ended) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        long at = position + (sequence - next);
        if (at > position) {
            keep(at, segment);
        } else {
            take(at, segment, text);
        }
        for (Map.Entry<Long, TcpSegment> first = pending.firstEntry();
                first != null && first.getKey() <= position;
                first = pending.firstEntry()) {
            pending.remove(first.getKey());
            take(first.getKey(), first.getValue(), text);
        }
        return text.toString();
    }

    private void keep(long at, TcpSegment segment) {
        if (segment.payload().length() == 0 && segment.missing() == 0 && !segment.isFin()) {
            return; // only an acknowledgement
        }
        if (pending.size() == MAX_PENDING) {
            lacksBytes = true; // what is missing is not going to come
        } else {
            pending.merge(
                    at,
                    segment,
                    (old, other) -> old.payload().length() >= other.payload().length() ? old : other);
        }
    }

    /** Takes a segment that begins at this position, or before it. */
    private void take(long at, TcpSegment segment, StringBuilder text) {
        String payload = segment.payload();
        long end = at + payload.length();
        if (end > position) {
            text.append(payload, (int) (position - at), payload.length());
            next += (int) (end - position);
            position = end;
        }
        if (segment.missing() > 0 && end + segment.missing() > position) {
            lacksBytes = true;
        }
        if (segment.isFin() && end == position) {
            ended = true;
            pending.clear();
        }
    }

    boolean isEnded() {
        return ended;
    }

    /** Returns whether bytes were not captured, as far as what came after them shows. */
    boolean isIncomplete() {
        return lacksBytes || !pending.isEmpty();
    }
}
