@NullMarked
package io.runledger.query.export;

import org.jspecify.annotations.NullMarked;
