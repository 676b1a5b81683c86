package planted.api;

import org.apache.camel.Exchange;

/** Takes an exchange. */
record KnowsCamel(Exchange exchange) {}
