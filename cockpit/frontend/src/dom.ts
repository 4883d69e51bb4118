/* Pieces of a page by one call, and the page brought to show them: what is the same stays, so that little is drawn anew.

Texts are text nodes: a name that looks like code is shown, never run. */

const SVG = "http://www.w3.org/2000/svg";
const HTML = "http://www.w3.org/1999/xhtml";
type Value = string | number | boolean | null | undefined;
export type Attributes = Readonly<Record<string, Value>>;
export type Child = Piece | string | null | undefined | false;

/** An element as it should be. */
export interface Piece {
  readonly tag: string;
  readonly space: string;
  readonly attributes: Attributes;
  readonly children: readonly Child[];
}

/** An HTML element; attributes that are null, undefined or false are left out. */
export const h = (tag: string, attributes: Attributes = {}, ...children: readonly Child[]): Piece => ({
  tag,
  space: HTML,
  attributes,
  children,
});

/** An SVG element. */
export const s = (tag: string, attributes: Attributes = {}, ...children: readonly Child[]): Piece => ({
  tag,
  space: SVG,
  attributes,
  children,
});

/** The element of a piece. */
export function made<E extends Element = HTMLElement>(piece: Piece): E {
  const element = document.createElementNS(piece.space, piece.tag);
  dress(element, piece.attributes);
  show(element, piece.children);
  return element as unknown as E;
}

const worn = new WeakMap<Element, Attributes>();
const NONE: Attributes = {};

/** Let an element contain these pieces and nothing else. */
export function show(parent: Element, children: readonly Child[]): void {
  let node = parent.firstChild;
  for (const child of children) {
    if (!child) continue;
    if (node && fits(node, child)) node = changed(node, child).nextSibling;
    else {
      const fresh = typeof child === "string" ? document.createTextNode(child) : made(child);
      if (node) {
        const next: ChildNode | null = node.nextSibling;
        node.replaceWith(fresh);
        node = next;
      } else parent.append(fresh);
    }
  }
  while (node) {
    const next: ChildNode | null = node.nextSibling;
    node.remove();
    node = next;
  }
}

function fits(node: ChildNode, child: Piece | string): boolean {
  if (typeof child === "string") return node instanceof Text;
  return node instanceof Element && node.localName === child.tag && node.namespaceURI === child.space;
}

function changed(node: ChildNode, child: Piece | string): ChildNode {
  if (typeof child === "string") {
    if ((node as Text).data !== child) (node as Text).data = child;
    return node;
  }
  dress(node as Element, child.attributes);
  show(node as Element, child.children);
  return node;
}

function dress(element: Element, attributes: Attributes): void {
  const before = worn.get(element) ?? NONE;
  for (const name in before) if (absent(attributes[name])) element.removeAttribute(name);
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== before[name] && !absent(value)) element.setAttribute(name, value === true ? "" : String(value));
  }
  worn.set(element, attributes);
}

const absent = (value: Value): boolean => value === null || value === undefined || value === false;
