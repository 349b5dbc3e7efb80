package io.runledger.http.tls;

/** Whether a server asks its clients for certificates. One that is sent must be of the client CA in either case. */
enum ClientAuth {
    NONE,
    OPTIONAL,
    REQUIRED
}
