/** What people see: the one line of a failure and the lines of a start. */
@NullMarked
package io.runledger.standalone.terminal;

import org.jspecify.annotations.NullMarked;
