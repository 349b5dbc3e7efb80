@NullMarked
package io.runledger.query.read;

import org.jspecify.annotations.NullMarked;
