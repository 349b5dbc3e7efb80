@NullMarked
package io.runledger.query.console;

import org.jspecify.annotations.NullMarked;
