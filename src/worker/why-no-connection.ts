/** What Temporal's client says, and what one does about it. The first that fits counts. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /CertificateRequired/,
    'it asks for a client certificate; set TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH',
  ],
  [
    /fatal alert: (BadCertificate|UnsupportedCertificate|Certificate\w+|UnknownCA|AccessDenied|DecryptError)/,
    'it does not accept the certificate of TEMPORAL_TLS_CLIENT_CERT_PATH',
  ],
  [
    /UnknownIssuer/,
    'nobody here knows who signed its certificate; set TEMPORAL_TLS_SERVER_CA_CERT_PATH to the authority that has',
  ],
  [/NotValidForName/, 'its certificate is for another name; set TEMPORAL_TLS_SERVER_NAME to the one in it'],
  [/InvalidCertificate\(Expired/, 'its certificate has expired'],
  [/InvalidContentType/, 'it does not speak TLS, which the TEMPORAL_TLS settings or TEMPORAL_API_KEY ask for'],
  [
    /does not have (valid authentication credentials|permission)/,
    'it does not let us in; see TEMPORAL_API_KEY, TEMPORAL_NAMESPACE and TEMPORAL_TLS_CLIENT_CERT_PATH',
  ],
  [/connect error|dns error/, 'nobody answers there; see TEMPORAL_ADDRESS'],
  // A server may close a connection before it has said what is wrong, or before that has arrived.
  [
    /BrokenPipe|ConnectionReset|connection closed|operation was canceled/,
    'it breaks the connection off; where it speaks TLS, set TEMPORAL_TLS=true, and where it asks for a client certificate, TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH',
  ],
];

/** Why a worker could not connect, for whoever has to mend it; what the client said is the cause, and told beside it. */
export function whyNoConnection(address: string, said: string): string {
  const [, advice] = reasons.find(([words]) => words.test(said)) ?? [];
  return `no connection to Temporal at ${address}${advice === undefined ? '' : `: ${advice}`}`;
}
