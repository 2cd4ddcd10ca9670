import { expect, test } from '@jest/globals';
import { whyNoConnection } from './why-no-connection.js';

// As Temporal's client was heard to say it.
test.each([
  [
    'hyper::Error(Io, Custom { error: "received fatal alert: CertificateRequired" })',
    'TEMPORAL_TLS_CLIENT_CERT_PATH and',
  ],
  ['hyper::Error(Io, Custom { error: "received fatal alert: CertificateExpired" })', 'does not accept the certificate'],
  ['ConnectError(Custom { error: InvalidCertificate(UnknownIssuer) })', 'TEMPORAL_TLS_SERVER_CA_CERT_PATH'],
  ['InvalidCertificate(NotValidForNameContext { expected: IpAddress(…) })', 'TEMPORAL_TLS_SERVER_NAME'],
  ['ConnectError(Custom { error: InvalidMessage(InvalidContentType) })', 'does not speak TLS'],
  ["code: 'The request does not have valid authentication credentials', message: …", 'TEMPORAL_API_KEY'],
  ['ConnectError(ConnectError("tcp connect error", 127.0.0.1:1, Os { code: 111 }))', 'TEMPORAL_ADDRESS'],
  [
    'message: "operation was canceled", source: tonic::transport::Error(Transport, hyper::Error(Canceled, "connection closed"))',
    'TEMPORAL_TLS_CLIENT_CERT_PATH and',
  ],
  ['hyper::Error(Io, Custom { kind: BrokenPipe, error: "stream closed" })', 'set TEMPORAL_TLS=true'],
])('%s: says what to do about it', (said, advice) => {
  expect(whyNoConnection('temporal:7233', said)).toContain(advice);
});

test('where nobody has heard that yet, no advice is made up', () => {
  expect(whyNoConnection('temporal:7233', 'rain')).toBe('no connection to Temporal at temporal:7233');
});
