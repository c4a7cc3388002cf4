/* style: the report's whole style sheet: light, dark, print; no scripts, no
 * outside references. Its SHA-256 is the only style the page's policy allows. */
#ifndef CCREPORT_STYLE_H
#define CCREPORT_STYLE_H

extern const char *const report_style[];	/* NULL-ended */

#endif
