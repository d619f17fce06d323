// Streamlit names what its navigation has no room for "4 more", in English. Here it is said in the
// reader's language, seen and heard. Imported by connection.js, which every page has.

const REST = /^(\d+) more$/;
const numbers = new Map(); // text node -> how many pages it stands for
let word = "";

function name() {
  const header = document.querySelector("header");
  if (!header || !word) return;
  for (const node of numbers.keys()) if (!node.isConnected) numbers.delete(node);
  const texts = document.createTreeWalker(header, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const found = REST.exec(texts.currentNode.data);
    if (found) numbers.set(texts.currentNode, found[1]);
  }
  for (const [node, n] of numbers) {
    const said = word.replace("{n}", n);
    if (node.data !== said) node.data = said;
  }
}

export function nameTheRest(text) {
  if (!word) new MutationObserver(name).observe(document.body, { subtree: true, childList: true, characterData: true });
  word = text;
  name();
}
