package io.wwep.stress;

import io.wwep.protocol.RequestDecoder;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection of the {@link FaultyPeer}, with its own thread and random generator. */
final class PeerConnection implements Runnable {

    /** How the peer treats requests. */
    private enum Behavior {
        /** Executes them and replies. */
        WILLING,
        /** Executes them without a reply. */
        SILENT,
        /** Ignores them. */
        LAZY,
        /** Ignores them and is about to close. */
        GONE
    }

    private final Socket accepted;
    private Socket socket;
    private final @Nullable SSLContext tls;
    private final RegisterModel model;
    private final Scenario scenario;
    private final SplittableRandom random;
    private final CountDownLatch calm;
    private final RequestDecoder decoder = new RequestDecoder();
    private final byte[] received = new byte[4096];
    private final byte[] replies = new byte[received.length * 4];
    private int filled;
    private Behavior temper = Behavior.WILLING;
    private boolean resets;

    /**
     * Serves and owns an accepted socket.
     *
     * @param tls null for plain TCP
     * @param calm the peer behaves correctly once this latch is open
     */
    PeerConnection(
            Socket accepted,
            RegisterModel model,
            Scenario scenario,
            SplittableRandom random,
            @Nullable SSLContext tls,
            CountDownLatch calm) {
        this.accepted = accepted;
        this.socket = accepted;
        this.tls = tls;
        this.model = model;
        this.scenario = scenario;
        this.random = random;
        this.calm = calm;
    }

    @Override
    public void run() {
        try (accepted) {
            accepted.setTcpNoDelay(true);
            if (tls != null) {
                socket = secured(tls);
            }
            if (happens(scenario.breaks()) && happens(300)) {
                breakConnection();
            }
            serve(socket.getInputStream());
            if (!resets) {
                socket.close();
            }
        } catch (IOException e) {
            // The client or the peer closed it.
        }
    }

    private Socket secured(SSLContext context) throws IOException {
        SSLSocket layered =
                (SSLSocket) context.getSocketFactory().createSocket(accepted, null, accepted.getPort(), true);
        layered.setUseClientMode(false);
        layered.startHandshake();
        return layered;
    }

    private void serve(InputStream input) throws IOException {
        while (temper != Behavior.GONE) {
            int most = scenario.smallReads() ? 1 + random.nextInt(9) : received.length;
            int count = input.read(received, 0, most);
            if (count < 0) {
                return;
            }
            take(count);
            boolean more = input.available() > 0 && filled < received.length && random.nextInt(4) > 0;
            if (!more) {
                flush();
            }
        }
        // These requests were received, although they are never executed.
        while (input.available() > 0) {
            take(input.read(received));
        }
        if (resets) {
            accepted.setSoLinger(true, 0);
        }
    }

    private void take(int count) throws IOException {
        for (int next = 0; next < count; ) {
            next = decoder.decode(received, next, count);
            if (decoder.state() == RequestDecoder.State.ILLEGAL) {
                throw new IllegalStateException("the client sent an invalid request");
            }
            if (decoder.state() == RequestDecoder.State.COMPLETE) {
                WwepRequest request = decoder.request();
                model.receive(request);
                serve(request);
            }
        }
    }

    private void serve(WwepRequest request) throws IOException {
        if (temper == Behavior.SILENT) {
            model.execute(request);
        }
        if (temper != Behavior.WILLING) {
            return;
        }
        delay();
        if (happens(scenario.breaks())) {
            breakDuring(request);
        } else if (happens(scenario.silence())) {
            flushSome();
            fallSilent();
            serve(request);
        } else {
            append(model.execute(request));
            delay();
        }
    }

    private void breakDuring(WwepRequest request) throws IOException {
        int moment = random.nextInt(4);
        if (moment > 0) {
            WwepReply reply = model.execute(request);
            delay();
            int before = filled;
            if (moment > 1) {
                append(reply);
            }
            if (moment == 2) {
                filled = before + random.nextInt(filled - before);
            }
        }
        flushSome();
        breakConnection();
    }

    /** Sends or drops the pending replies. */
    private void flushSome() throws IOException {
        if (random.nextInt(4) == 0) {
            filled = 0;
        }
        flush();
    }

    private void breakConnection() throws IOException {
        if (random.nextInt(3) == 0) {
            socket.shutdownOutput();
            fallSilent();
        } else {
            resets = random.nextBoolean();
            temper = Behavior.GONE;
        }
    }

    private void fallSilent() {
        filled = 0;
        temper = random.nextBoolean() ? Behavior.SILENT : Behavior.LAZY;
    }

    private void append(WwepReply reply) {
        filled = reply.encode(replies, filled);
    }

    /** Sends the pending replies in one or several pieces. */
    private void flush() throws IOException {
        try {
            OutputStream output = socket.getOutputStream();
            for (int from = 0; from < filled; ) {
                int to = happens(scenario.splits()) ? from + 1 + random.nextInt(filled - from) : filled;
                output.write(replies, from, to - from);
                from = to;
                if (from < filled) {
                    delay();
                }
            }
        } catch (IOException e) {
            // The client is gone; its earlier requests are still executed.
            temper = Behavior.SILENT;
        }
        filled = 0;
    }

    private void delay() {
        if (happens(scenario.delays())) {
            pause(random.nextInt(2000));
        }
    }

    private void pause(int micros) {
        try {
            var unused = calm.await(micros, TimeUnit.MICROSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the peer is never interrupted", e);
        }
    }

    private boolean happens(int rate) {
        return random.nextInt(1000) < rate && calm.getCount() > 0;
    }
}
