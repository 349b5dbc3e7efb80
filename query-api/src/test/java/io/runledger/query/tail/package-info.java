@NullMarked
package io.runledger.query.tail;

import org.jspecify.annotations.NullMarked;
