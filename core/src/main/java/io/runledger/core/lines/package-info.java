/** Text files, line by line, in bounded memory. */
@NullMarked
package io.runledger.core.lines;

import org.jspecify.annotations.NullMarked;
