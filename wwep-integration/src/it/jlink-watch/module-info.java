module gateway {
    requires io.wwep.gateway;
}
