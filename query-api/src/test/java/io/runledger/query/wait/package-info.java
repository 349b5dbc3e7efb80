@NullMarked
package io.runledger.query.wait;

import org.jspecify.annotations.NullMarked;
