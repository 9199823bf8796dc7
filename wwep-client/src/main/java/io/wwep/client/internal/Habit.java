package io.wwep.client.internal;

/** What is known of a server: whether it keeps a connection open after a reply. */
public enum Habit {

    /** Not known yet: to be found out without losing a request. */
    UNKNOWN,

    /** It keeps connections: they are used again. */
    KEEPS,

    /** It serves one request per connection: each exchange opens one of its own. */
    CLOSES
}
