package io.wwep.examples.lab.web;

import java.net.InetAddress;

/**
 * What all connections share.
 *
 * @param connections counts those open
 */
record Site(
        Routes routes, HostCheck hosts, Sessions sessions, EventStreams streams, OpenCounts<InetAddress> connections) {}
