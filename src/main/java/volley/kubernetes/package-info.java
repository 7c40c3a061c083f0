/**
 * A run on Kubernetes: {@link volley.kubernetes.RunManifests} makes its manifests of those in {@code deploy/kubernetes}, {@link
 * volley.kubernetes.ShardFolders} waits for its shards by their files. Nothing here talks to a cluster, plays a run or
 * computes a figure: the running is Kubernetes' own, the merging is {@code volley.report}'s.
 */
package volley.kubernetes;
