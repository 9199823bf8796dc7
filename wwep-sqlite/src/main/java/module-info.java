/** The SQLite files of servers and gateways; only for WWEP modules. */
@SuppressWarnings("module") // servers and gateways are compiled after this
module io.wwep.sqlite {
    requires java.sql;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;

    exports io.wwep.sqlite to
            io.wwep.gateway,
            io.wwep.server;
}
