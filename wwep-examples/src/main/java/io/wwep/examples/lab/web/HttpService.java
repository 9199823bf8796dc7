package io.wwep.examples.lab.web;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Listens for HTTP and serves all connections on one thread. */
final class HttpService implements AutoCloseable {

    private static final int CONNECTIONS = 1_500;
    private static final int CONNECTIONS_OF_ADDRESS = 200;
    private static final int BACKLOG = 256;
    private static final int MAX_LINE = 2_048;
    private static final int MAX_HEADERS = 8_192;
    private static final int CLOSE_SECONDS = 5;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("wwep-lab-web", true), NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final ChannelGroup channels = new DefaultChannelGroup(loop, true);
    private final EventStreams streams;

    /**
     * Creates a service that does not listen yet.
     *
     * @param newestEvent the id of the newest event so far
     */
    HttpService(long newestEvent) {
        this.streams = new EventStreams(loop, newestEvent);
    }

    EventStreams streams() {
        return streams;
    }

    /**
     * Starts to listen.
     *
     * @return the address and port
     * @throws IOException if the port is taken, or the address is not of this machine
     */
    InetSocketAddress listen(InetSocketAddress address, List<Route> routes, HostCheck hosts, Sessions sessions)
            throws IOException {
        Site site = new Site(
                new Routes(routes), hosts, sessions, streams, new OpenCounts<>(CONNECTIONS, CONNECTIONS_OF_ADDRESS));
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(EventStreams.MAX_WAITING / 2, EventStreams.MAX_WAITING))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(new HttpDecoderConfig()
                                                .setMaxInitialLineLength(MAX_LINE)
                                                .setMaxHeaderSize(MAX_HEADERS)),
                                        new FlowControlHandler(),
                                        new ConnectionHandler(site));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "the page cannot listen on " + address.getAddress().getHostAddress() + ":" + address.getPort()
                            + ": " + bound.cause().getMessage() + "; give another --web-port, 0 for any free one",
                    bound.cause());
        }
        channels.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    /** Closes all connections, and waits until the thread has ended. */
    @Override
    public void close() {
        streams.close();
        channels.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
