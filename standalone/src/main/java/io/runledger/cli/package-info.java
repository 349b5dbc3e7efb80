/** The command line: which commands there are, and how a failure of one is told. */
@NullMarked
package io.runledger.cli;

import org.jspecify.annotations.NullMarked;
