import type { Failure, Seen } from './connection-attempt.ts';

const certificateAuthority =
  'Give the certificate authority with sslrootcert=FILE (Supabase: Database, Settings, SSL configuration, Download certificate)';

/** What is wrong with TLS, its certificates and its files. */
export function ofTls({ code, message, at, place }: Seen): Failure | undefined {
  const failure = (what: string, hint: string): Failure => ({ code: 'connection.tls', message: what, hint });
  if (/does not support SSL/i.test(message)) {
    return failure(
      `the server at ${place} does not offer TLS`,
      'Turn ssl on at the server, or connect with sslmode=disable where the network is trusted.',
    );
  }
  if (/pg_hba\.conf.*no encryption|SSL connection is required|ESSLREQUIRED|requires SSL|SSL required/i.test(message)) {
    return failure(
      `the server at ${place} does not let user "${at.user}" in without TLS`,
      'Add sslmode=require to the connection string; where that changes nothing, pg_hba.conf has no line for this user, database and address.',
    );
  }
  if (/requires a valid client certificate|certificate authentication failed|certificate required/i.test(message)) {
    return failure(
      `the server at ${place} asks for a certificate of the client`,
      'Give one that was made for this user with sslcert=FILE and sslkey=FILE.',
    );
  }
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return failure(
        `the certificate of ${place} is signed by nobody that this machine knows (self-signed)`,
        `${certificateAuthority}; sslmode=require encrypts without checking who the server is.`,
      );
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'CERT_SIGNATURE_FAILURE':
      return failure(
        `the certificate of ${place} is signed by another authority than the one that is trusted`,
        `${certificateAuthority}; one of another project or server does not fit.`,
      );
    case 'CERT_HAS_EXPIRED':
      return failure(
        `the certificate of ${place} has expired`,
        'Renew it on the server; sslmode=require encrypts without looking at it. Check the clock of this machine too.',
      );
    case 'CERT_NOT_YET_VALID':
      return failure(
        `the certificate of ${place} is not valid yet`,
        'Check the clock of this machine and the certificate of the server.',
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return failure(
        `the certificate of ${place} was made for other names than ${at.host}`,
        'Connect by a name that the certificate has, or use sslmode=verify-ca, which checks the authority and not the name.',
      );
    default:
  }
  if (
    /PROTOCOL[_ ]VERSION|UNSUPPORTED[_ ]PROTOCOL|NO[_ ]PROTOCOLS|NO[_ ]CIPHERS|HANDSHAKE[_ ]FAILURE|wrong version number/i.test(
      `${code} ${message}`,
    )
  ) {
    return failure(
      `the server at ${place} and this machine have no version of TLS in common`,
      'The server must speak TLS 1.2 or newer: set its ssl_max_protocol_version to none, and update its OpenSSL where that is too old.',
    );
  }
  if (/PEM|ERR_OSSL|bad decrypt|key values mismatch|KEY_VALUES_MISMATCH/i.test(`${code} ${message}`)) {
    return failure(
      'a file of sslrootcert, sslcert or sslkey cannot be used',
      'Each must be in PEM form (-----BEGIN …); the key must belong to the certificate, and have no passphrase.',
    );
  }
  if (
    /ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE|NO_CERTIFICATE)|alert (?:unknown ca|bad certificate|certificate)/i.test(
      `${code} ${message}`,
    )
  ) {
    return failure(
      `the server at ${place} refuses the certificate of the client`,
      'Give one with sslcert=FILE and sslkey=FILE that the authority in ssl_ca_file of the server has signed.',
    );
  }
  if (/certificate|^(?:UNABLE|CERT|DEPTH|SELF|ERR_TLS|ERR_SSL|EPROTO)/i.test(`${code} ${message}`)) {
    return failure(
      `TLS with ${place} failed: ${message.replaceAll(/\s+/g, ' ').trim()}`,
      `${certificateAuthority}, or use sslmode=require to encrypt without checking it.`,
    );
  }
  return undefined;
}
