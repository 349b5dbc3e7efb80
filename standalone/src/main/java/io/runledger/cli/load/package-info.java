/** The command that posts files of events and artifacts. */
@NullMarked
package io.runledger.cli.load;

import org.jspecify.annotations.NullMarked;
