/** The HTTP door for writing: what comes in is checked, appended to the log, and answered with its receipt. */
@NullMarked
package io.runledger.gateway;

import org.jspecify.annotations.NullMarked;
