module gateway {
    requires io.wwep.client;
}
