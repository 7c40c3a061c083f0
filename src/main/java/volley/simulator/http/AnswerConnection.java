package volley.simulator.http;

import io.netty.buffer.ByteBuf;

/**
 * What an answer under way needs of the connection it is written to. Used on the connection's event loop, but for
 * {@link #inEventLoop} and {@link #execute}.
 */
interface AnswerConnection {
    boolean inEventLoop();

    /** Runs a task on the event loop; drops it if the server is closed. */
    void execute(Runnable task);

    /** The event loop's clock and alarm. */
    NanoTimer timer();

    /** The connection's writer of events, for one buffer at a time. */
    EventWriter events();

    /** An empty buffer, to be written or released by the caller. */
    ByteBuf buffer();

    /** The {@code connection} header of an answer, with its line end; empty if the connection stays open. */
    String connectionHeader();

    /** Writes status and headers of a stream. */
    void writeStreamHead();

    /** Issues the write before it returns, unless the socket's buffer is full. */
    void write(ByteBuf bytes);

    /** Writes, and closes the connection when that is done. */
    void writeAndClose(ByteBuf bytes);

    /**
     * Resets the connection, once the peer has had time to read what was written.
     *
     * @param before run just before
     */
    void resetSoon(Runnable before);

    /** The answer's last bytes are written: the next request's turn. */
    void answered();
}
