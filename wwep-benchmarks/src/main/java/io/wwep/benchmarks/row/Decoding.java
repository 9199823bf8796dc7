package io.wwep.benchmarks.row;

import io.wwep.protocol.ReplyDecoder;
import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures encoding and decoding of messages without I/O. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Decoding {

    private final WwepRequest request = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
    private final byte[] requestBytes = bytes(request);
    private final byte[] replyBytes = io.wwep.benchmarks.client.Wire.WWEP.reply();
    private final byte[] target = new byte[request.length()];
    private final RequestDecoder requests = new RequestDecoder();
    private final ReplyDecoder replies = new ReplyDecoder();

    /** Encodes a request. */
    @Benchmark
    public int encodeRequest() {
        return request.encode(target, 0);
    }

    /** Decodes a request. */
    @Benchmark
    public WwepRequest decodeRequest() {
        requests.decode(requestBytes, 0, requestBytes.length);
        return requests.request();
    }

    /** Decodes a reply. */
    @Benchmark
    public WwepReply decodeReply() {
        replies.decode(replyBytes, 0, replyBytes.length);
        return replies.reply();
    }

    private static byte[] bytes(WwepRequest request) {
        byte[] bytes = new byte[request.length()];
        request.encode(bytes, 0);
        return bytes;
    }
}
