/** The commands {@code report} and {@code compare}, on the folders of finished runs. */
package volley.report.cli;
