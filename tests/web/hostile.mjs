// A capture that tries to become more than text, wherever a report quotes it: as a host name, as an
// error text, as a line nothing explains, inside of a certificate.
const attacks = [
    '<script>window.pwned=1</script>',
    '<img src=x onerror=window.pwned=1>',
    '"><svg onload=window.pwned=1>',
    '&lt;script&gt;window.pwned=1&lt;/script&gt;',
    ']]><script>window.pwned=1</script>',
    '</pre></code></details></style></script><script>window.pwned=1</script>',
    '[text](javascript:window.pwned=1)',
    '![x](http://127.0.0.1:9/x.png)',
    'javascript:window.pwned=1',
    '```\n<script>window.pwned=1</script>',
    '<!-- -->', '<?xml version="1.0"?>', '<!DOCTYPE x [<!ENTITY y "z">]>&y;',
    '\u202egpj.exe\u202c \u2066x\u2069',
    '\u001b[2J\u001b]0;owned\u0007\u001b[31mred',
    '%%{init: {"theme": "forest"}}%% end note;alt x',
    '{{0}} [x](1) \\[y] <details open ontoggle=window.pwned=1>',
];

/** The first `n` of the attacks. */
export function hostileTrace(n = attacks.length) {
    const lines = [];
    attacks.slice(0, n).forEach((attack, i) => {
        const bare = attack.replace(/[\r\n,]/g, ' ');
        lines.push(`AT+S.MQTTCONN=${bare}.example.net,${8883 + i},,2,${bare},${bare},${bare},,,,,`);
        lines.push('AT-S.Skip CA', 'AT-S.Certificate Error:23', `AT-S.ERROR:111:Request failed ${bare}`);
        lines.push(`AT-S.ERROR:77:${bare}`, bare);
        lines.push(`AT+S.SOCKON=${bare},443,NULL,s`, `AT-S.ERROR:74:Failed to open socket ${bare}`);
    });
    lines.push('AT+S.TLSCERT=ca,20', '-----BEGIN CERTIFICATE-----', ...attacks, '-----END CERTIFICATE-----');
    return lines.join('\r\n') + '\r\n';
}
