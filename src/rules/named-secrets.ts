/** In the order of how sure they are: a password can be any word, a key or token is never one. */
type NameKind = 'password' | 'key';

/** One that only leads to a credential ends otherwise: PASSWORD_FILE, SECRET_NAME, API_KEY_ARN. */
const PASSWORD_NAME =
  /(?:password|passwd|passphrase|pwd|(?:store|key)pass)$|(?:^|[_.-])pass$|[a-z0-9]Pass$|(?:^|[_.-])PASS$/;
const KEY_NAME = /(?:secret|secret[_-]?key|api[_-]?key|token|private[_-]?key)$/;

function kindOf(name: string): NameKind | null {
  const lower = name.toLowerCase();
  if (PASSWORD_NAME.test(name) || PASSWORD_NAME.test(lower)) return 'password';
  return KEY_NAME.test(lower) ? 'key' : null;
}

const LONGEST = 1_000;
const VALUE = `"(?:[^"\\\\]|\\\\.){0,${LONGEST}}"|'[^']{0,${LONGEST}}'|[^\\s"';,#][^\\s"';,]{0,${LONGEST}}`;
/** `DB_PASSWORD=x`, `password: x`, `"password": "x"`, `'password' => 'x'`. */
const ASSIGNMENT = new RegExp(
  `(?<=^|[\\s;,{"'(])([A-Za-z_][\\w.-]*)["']?\\s*(?::=|=>|[:=])\\s*(?=(${VALUE}))`,
  'g',
);
/**
 * In these the value is looked at and not used up: it may hold another. `--password x`, `--api-token=x`, `-storepass x`.
 * None starts within what would be the name of another: `.-a.-a.-a` would be read from each of them to its end.
 */
const OPTION = new RegExp(`(?<![\\w.-])--?([A-Za-z][\\w.-]*)(?:\\s+|=)(?!-)(?=(${VALUE}))`, 'g');
/** Programs whose `-p` is a password. */
const SHORT_OPTION = new RegExp(
  `\\b(?:(?:docker|podman|helm registry|nerdctl)\\s+login\\b[^|;&]{0,200}?\\s-p|sshpass\\s+-p)\\s*(?!-)(${VALUE})`,
  'g',
);
/** mysql and its kin want the password right behind the option: a space would ask for it. */
const MYSQL_OPTION = new RegExp(
  `\\b(?:mysql|mysqldump|mysqladmin|mariadb)\\b[^|;&]{0,200}?\\s-p(?=\\S)(${VALUE})`,
  'g',
);
const CHPASSWD = [
  /\b(?:echo|printf)\s+(?:-\w+\s+)?["']?[\w.-]{1,64}:([^|"'\s]{1,200})["']?\s*\|\s*(?:sudo\s+)?(?:\/usr)?(?:\/sbin\/)?chpasswd\b(?!\s+-\w*e)/g,
  /\bchpasswd\s*<<<\s*["']?[\w.-]{1,64}:([^"'\s]{1,200})/g,
];

/** Whether a line of a script or a configuration gives a credential as a literal. */
export function givesNamedSecret(line: string): boolean {
  return [...new Set([line, line.replaceAll('\\"', '"')])].some(givesOne);
}

/** Whether a variable of the name, whose value nothing expands, holds a credential or a text that gives one. */
export function holdsNamedSecret(name: string, value: string): boolean {
  const kind = kindOf(name);
  if (kind !== null && isSecret(kind, value, true)) return true;
  return value.split('\n').some(givesNamedSecret);
}

function givesOne(line: string): boolean {
  const named = [...line.matchAll(ASSIGNMENT), ...line.matchAll(OPTION)].some(
    ([, name = '', written = '']) => {
      const kind = kindOf(name);
      return kind !== null && isWrittenSecret(kind, written);
    },
  );
  if (named) return true;
  return [SHORT_OPTION, MYSQL_OPTION, ...CHPASSWD].some((expression) =>
    [...line.matchAll(expression)].some(([, written = '']) => isWrittenSecret('password', written)),
  );
}

function isWrittenSecret(kind: NameKind, written: string): boolean {
  return isSecret(kind, written.replace(/^["']|["']$/g, ''), written.startsWith("'"));
}

const SHORTEST = 6;
/** Of a value that is put together from a literal and variables. */
const SHORTEST_REST = 4;

function isSecret(kind: NameKind, value: string, verbatim: boolean): boolean {
  if (isStandIn(value) || leadsElsewhere(value)) return false;
  const rest = withoutReferences(value, verbatim);
  const shortest = rest === value ? SHORTEST : SHORTEST_REST;
  if (rest.replace(/[^A-Za-z0-9]/g, '').length < (rest === value ? 1 : SHORTEST_REST)) return false;
  return rest.length >= shortest && (kind === 'password' || !isName(rest));
}

/** Templates, hashes, and references to where the secret is. */
function leadsElsewhere(value: string): boolean {
  if (/\{\{|<[^<>\r\n]*>|^%\w+%$|^\(/.test(value)) return true;
  if (/^\$(?:1|2[abxy]?|5|6|y|apr1|argon2\w*)\$/.test(value)) return true;
  return /^(?:arn:|\/|https?:|ssm:|vault:|secretsmanager:|file:|env:)/i.test(value);
}

function isStandIn(value: string): boolean {
  return /^(?:x+|\*+|\.+|changeme|change-me|example|placeholder|redacted|todo|none|null|true|false|required|optional)$/i.test(
    value,
  );
}

/** What is left without commands and variables. A `$` before anything else is a character like any other: `Tr0ub$dor3`. */
function withoutReferences(value: string, verbatim: boolean): string {
  const variable = verbatim
    ? /\$(?:[A-Z_][A-Z0-9_]*|[a-z]+(?:_[a-z]+)+)(?!\w)/g
    : /\$(?:[A-Z_][A-Z0-9_]*|[a-z_]+)(?!\w)|\$[\d@*#?!-]/g;
  return value
    .replace(/\$\(.*$|`.*$/s, '')
    .replace(/\$\{[^}]*\}?/g, '')
    .replace(variable, '');
}

/** Words, with a short number at most, in a path or joined: prod/orders/db, my-app-v2. Keys and tokens are drawn by lot. */
function isName(value: string): boolean {
  if (value.length > 100) return false;
  return value
    .split(/[/._:-]/)
    .every((word) => /^(?:[A-Za-z]?[a-z]{0,15}|[A-Z]{1,15}|(?:[A-Z]?[a-z]{1,15}){1,3})\d{0,4}$/.test(word));
}
