@NullMarked
package io.runledger.streams.views.serve;

import org.jspecify.annotations.NullMarked;
