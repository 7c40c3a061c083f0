/**
 * Several servers under one plan: requests paired by conversation and turn, differences with their uncertainty, and the
 * page and file that say which of them are real. Works on the results files of runs that have ended.
 */
package volley.report.compare;
