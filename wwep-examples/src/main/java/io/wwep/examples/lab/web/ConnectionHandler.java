package io.wwep.examples.lab.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one connection: checks a request as soon as its headers are there, gathers its body, has a route answer it, and then
 * reads the next one. A request or an answer that takes longer than 20 s closes the connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty closes a channel when a write fails.
final class ConnectionHandler extends SimpleChannelInboundHandler<HttpObject> {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.lab");

    private static final long SECONDS = 20;

    /** Bodies that are refused are read up to this many bytes, so that their sender reads the answer instead of an error. */
    private static final int DISCARDED = 1 << 16;

    private static final String EVENTS = "/api/events";
    private static final String CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; frame-ancestors 'none'";

    private final Site site;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable Future<?> deadline;
    private @Nullable HttpRequest head;
    private Routes.@Nullable Match match;
    private @Nullable Answer refusal;
    private int discarded;

    ConnectionHandler(Site site) {
        this.site = site;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        InetAddress address = remote(context);
        if (!site.connections().add(address)) {
            context.close();
            return;
        }
        context.channel().closeFuture().addListener(closed -> site.connections().remove(address));
        startDeadline(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopDeadline();
    }

    private void startDeadline(ChannelHandlerContext context) {
        stopDeadline();
        deadline = context.executor().schedule(() -> context.close(), SECONDS, TimeUnit.SECONDS);
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part.decoderResult().isFailure()) {
            boolean isTooLong = part.decoderResult().cause() instanceof TooLongFrameException;
            refuseAndClose(
                    context,
                    isTooLong
                            ? Answer.error(
                                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                                    "the request has more than 8 KB of headers")
                            : Answer.error(HttpResponseStatus.BAD_REQUEST, "this is not an HTTP request"));
            return;
        }
        if (part instanceof HttpRequest request) {
            begin(context, request);
        }
        if (part instanceof HttpContent content && head != null) {
            gather(context, content.content());
            if (content instanceof LastHttpContent && head != null) {
                complete(context, head);
            }
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        head = request;
        body.reset();
        discarded = 0;
        match = null;
        refusal = null;
        try {
            match = check(context, request);
        } catch (RefusedException e) {
            refusal = e.answer();
        }
        if (HttpUtil.is100ContinueExpected(request)) {
            if (refusal != null) {
                refuseAndClose(context, refusal);
            } else {
                context.writeAndFlush(new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
            }
        }
    }

    private Routes.@Nullable Match check(ChannelHandlerContext context, HttpRequest request) throws RefusedException {
        HttpMethod method = request.method();
        boolean changes = !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD);
        InetAddress local = ((InetSocketAddress) context.channel().localAddress()).getAddress();
        site.hosts().check(request.headers(), local, changes);
        if (isForEvents(request)) {
            return null;
        }
        Routes.Match found = site.routes().find(method, path(request));
        if (found.route().isInstructors() && !site.sessions().isInstructor(request.headers())) {
            throw new RefusedException(HttpResponseStatus.FORBIDDEN, "only the instructor may do this");
        }
        if (HttpUtil.getContentLength(request, 0L) > found.route().maxBody()) {
            throw tooLarge(found.route());
        }
        return found;
    }

    private static RefusedException tooLarge(Route route) {
        return new RefusedException(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                "the body has more than " + route.maxBody() / 1024 + " KB");
    }

    private static boolean isForEvents(HttpRequest request) throws RefusedException {
        if (!path(request).equals(EVENTS)) {
            return false;
        }
        if (!request.method().equals(HttpMethod.GET)) {
            throw new RefusedException(HttpResponseStatus.METHOD_NOT_ALLOWED, "this path has only GET");
        }
        return true;
    }

    private static String path(HttpRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    private void gather(ChannelHandlerContext context, ByteBuf content) {
        int size = content.readableBytes();
        if (refusal == null
                && match != null
                && body.size() + size > match.route().maxBody()) {
            refusal = tooLarge(match.route()).answer();
        }
        if (refusal == null && match != null) {
            byte[] bytes = new byte[size];
            content.readBytes(bytes);
            body.writeBytes(bytes);
            return;
        }
        discarded += size;
        if (discarded > DISCARDED) {
            refuseAndClose(context, Answer.error(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too large"));
        }
    }

    /**
     * Answers a request of which not everything was read, and ends the connection. Reads on until the other side has closed, for
     * a connection that is closed with bytes unread is reset, which may lose the answer.
     */
    private void refuseAndClose(ChannelHandlerContext context, Answer answer) {
        head = null;
        startDeadline(context);
        context.writeAndFlush(response(answer, false)).addListener(written -> {
            if (written.isSuccess()) {
                ((SocketChannel) context.channel()).shutdownOutput();
            } else {
                context.close();
            }
        });
        stopHttp(context, new Discard(deadline));
    }

    private void stopHttp(ChannelHandlerContext context, Discard discard) {
        context.pipeline().addLast(discard);
        context.pipeline().remove(HttpServerCodec.class);
        context.pipeline().remove(this);
    }

    private void complete(ChannelHandlerContext context, HttpRequest request) {
        context.channel().config().setAutoRead(false);
        stopDeadline();
        head = null;
        if (refusal != null) {
            write(context, request, refusal);
        } else if (match == null) {
            openStream(context, request);
        } else {
            run(context, request, match);
        }
    }

    private void run(ChannelHandlerContext context, HttpRequest request, Routes.Match found) {
        HttpHeaders headers = request.headers();
        Request complete = new Request(
                found.parameters(),
                body.toByteArray(),
                remote(context),
                site.sessions().isInstructor(headers),
                site.sessions().board(headers));
        body.reset();
        try {
            found.route().executor().execute(() -> {
                Answer answer = answer(found.route(), complete);
                if (!context.executor().isShuttingDown()) {
                    context.executor().execute(() -> write(context, request, answer));
                }
            });
        } catch (RejectedExecutionException e) {
            write(
                    context,
                    request,
                    Answer.error(HttpResponseStatus.TOO_MANY_REQUESTS, "the lab is busy; try again in a few seconds"));
        }
    }

    private static Answer answer(Route route, Request request) {
        try {
            return route.action().answer(request);
        } catch (RefusedException e) {
            return e.answer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.error(HttpResponseStatus.SERVICE_UNAVAILABLE, "the lab has been closed");
        } catch (RuntimeException | Error e) {
            LOG.error("an internal error of {}", route.path(), e);
            return Answer.error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "an internal error; the lab has logged it");
        }
    }

    private void write(ChannelHandlerContext context, HttpRequest request, Answer answer) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        startDeadline(context);
        context.writeAndFlush(response(answer, keepAlive)).addListener(written -> {
            if (written.isSuccess() && keepAlive) {
                startDeadline(context);
                context.channel().config().setAutoRead(true);
            } else {
                context.close();
            }
        });
    }

    private static DefaultFullHttpResponse response(Answer answer, boolean keepAlive) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, answer.status(), Unpooled.wrappedBuffer(answer.body()));
        setHeaders(response, answer.contentType());
        answer.headers().forEach((name, value) -> response.headers().set(name, value));
        if (!answer.status().equals(HttpResponseStatus.NO_CONTENT)) {
            HttpUtil.setContentLength(response, answer.body().length);
        }
        HttpUtil.setKeepAlive(response, keepAlive);
        return response;
    }

    private static void setHeaders(HttpResponse response, String contentType) {
        HttpHeaders headers = response.headers();
        if (!contentType.isEmpty()) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        }
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, CSP);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
    }

    private void openStream(ChannelHandlerContext context, HttpRequest request) {
        Long lastSeen;
        try {
            String header = request.headers().get("Last-Event-ID");
            lastSeen = header == null || header.isEmpty() ? null : Long.valueOf(header);
        } catch (NumberFormatException e) {
            write(context, request, Answer.error(HttpResponseStatus.BAD_REQUEST, "Last-Event-ID must be a number"));
            return;
        }
        if (!site.streams().reserve(remote(context))) {
            write(
                    context,
                    request,
                    Answer.error(HttpResponseStatus.TOO_MANY_REQUESTS, "too many pages are open; close one"));
            return;
        }
        DefaultHttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        setHeaders(response, "text/event-stream; charset=utf-8");
        // The end of the connection is the end of the stream, so that events can be written as they are.
        HttpUtil.setKeepAlive(response, false);
        context.write(response);
        stopHttp(context, new Discard(null));
        context.channel().config().setAutoRead(true);
        site.streams().add(context.channel(), lastSeen);
    }

    /** Drops what arrives, up to a limit. */
    private static final class Discard extends ChannelInboundHandlerAdapter {

        private static final int MAX_BYTES = 1 << 20;

        private final @Nullable Future<?> deadline;
        private int bytes;

        /** Creates a handler that cancels this when the connection ends. */
        Discard(@Nullable Future<?> deadline) {
            this.deadline = deadline;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            bytes += message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
            ReferenceCountUtil.release(message);
            if (bytes > MAX_BYTES) {
                context.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (deadline != null) {
                deadline.cancel(false);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("an internal error of a connection", cause);
        }
        context.close();
    }

    private static InetAddress remote(ChannelHandlerContext context) {
        return ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
    }
}
