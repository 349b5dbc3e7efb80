/** The web console's files. */
@NullMarked
package io.runledger.query.console;

import org.jspecify.annotations.NullMarked;
