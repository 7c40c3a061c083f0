package volley.simulator.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** A short answer, JSON if its text starts like it. */
record ShortReply(HttpResponseStatus status, String body) {}
