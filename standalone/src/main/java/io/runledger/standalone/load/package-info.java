/** The command that posts files of events and artifacts. */
@NullMarked
package io.runledger.standalone.load;

import org.jspecify.annotations.NullMarked;
