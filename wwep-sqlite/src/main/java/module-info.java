/** The server's SQLite files; only for WWEP modules. */
@SuppressWarnings("module") // the server is compiled after this
module io.wwep.sqlite {
    requires java.sql;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;

    exports io.wwep.sqlite to
            io.wwep.server;
}
