// Streamlit names what its navigation has no room for "4 more", in English. Here it is said in the
// reader's language, seen and heard. Imported by connection.js, which every page has.

const REST = /^(\d+) more$/;
const named = new Map(); // text node -> what it says now, and for how many pages
let word, observer;

function name() {
  const header = document.querySelector("header");
  if (!header || !word) return;
  const texts = document.createTreeWalker(header, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const found = REST.exec(texts.currentNode.data);
    if (found) named.set(texts.currentNode, { said: found[0], n: found[1] });
  }
  for (const [node, now] of named) {
    if (!node.isConnected || node.data !== now.said) named.delete(node);
    else if (now.said !== (now.said = word.replace("{n}", now.n))) node.data = now.said;
  }
}

export function nameTheRest(text) {
  word = text;
  observer ??= new MutationObserver(name);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  name();
}
