@NullMarked
package io.runledger.streams.views.mend;

import org.jspecify.annotations.NullMarked;
