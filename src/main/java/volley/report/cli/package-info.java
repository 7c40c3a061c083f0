/** The commands of {@code bin/volley} that work on the folders of finished runs. */
package volley.report.cli;
