/**
 * Videos and images to what goes over the wire: frames sampled evenly, decoded by ffmpeg or jcodec, encoded as PNG or
 * JPEG, and kept on disk in the form in which they are sent. One frame is in memory at a time.
 *
 * <p>Must not: knowledge of requests, servers or Gatling.
 */
package volley.video;
