/** An app message as gateways hand it on: an XML fragment of which a few elements matter. */
export interface AppMessage {
  type: number;
  title: string;
  description: string;
  quoted?: { sender?: string | undefined; text: string } | undefined;
}

/** The parts of a message's XML, or undefined where it is none of this kind. Never throws, linear in the text. */
export function readAppMessage(text: string): AppMessage | undefined {
  const start = text.indexOf('<appmsg');
  if (start < 0) return undefined;
  const end = text.lastIndexOf('</appmsg>');
  let body = text.slice(start, end > start ? end : undefined);
  // The quoted message has a type and a title of its own.
  const reference = outer(body, 'refermsg');
  if (reference) body = body.slice(0, reference.from) + body.slice(reference.to);
  const type = Number(element(body, 'type')?.trim());
  if (!Number.isInteger(type)) return undefined;
  return {
    type,
    title: element(body, 'title') ?? '',
    description: element(body, 'des') ?? '',
    ...(reference ? { quoted: readQuoted(reference.inner) } : {}),
  };
}

/** The text of the first element of that name, entities and CDATA resolved. */
export function element(xml: string, name: string): string | undefined {
  const found = outer(xml, name);
  if (!found) return undefined;
  const inner = found.inner.trim();
  if (inner.startsWith('<![CDATA[')) {
    const end = inner.indexOf(']]>');
    return inner.slice(9, end < 0 ? undefined : end);
  }
  return unescapeXml(found.inner);
}

function readQuoted(xml: string): { sender?: string | undefined; text: string } {
  const content = element(xml, 'content') ?? '';
  const sender = element(xml, 'displayname');
  // What was quoted may be an app message in its turn: its title is what people saw.
  const nested = content.includes('<appmsg') ? readAppMessage(content)?.title : undefined;
  return { ...(sender ? { sender } : {}), text: nested ?? content };
}

function outer(xml: string, name: string): { from: number; to: number; inner: string } | undefined {
  for (let from = xml.indexOf(`<${name}`); from >= 0; from = xml.indexOf(`<${name}`, from + 1)) {
    const after = xml[from + name.length + 1];
    if (after !== '>' && after !== '/' && after !== ' ' && after !== '\n' && after !== '\t') continue;
    const open = xml.indexOf('>', from);
    if (open < 0) return undefined;
    if (xml[open - 1] === '/') return { from, to: open + 1, inner: '' };
    const close = xml.indexOf(`</${name}>`, open);
    if (close < 0) return undefined;
    return { from, to: close + name.length + 3, inner: xml.slice(open + 1, close) };
  }
  return undefined;
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' };

function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
